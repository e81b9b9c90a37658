//! The outputs of a child process.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

/// What a child has written to one of its outputs, copied by a thread as it comes: a pipe that
/// nobody empties would stop the child once it is full.
#[derive(Default)]
pub(crate) struct Pipe(Mutex<Vec<u8>>);

impl Pipe {
    /// Collects all of `pipe`, but for the first line if somebody waits for that.
    pub(crate) fn collect(
        pipe: impl Read + Send + 'static,
        first: Option<mpsc::Sender<String>>,
    ) -> Arc<Self> {
        let collected = Arc::new(Self::default());
        let target = Arc::clone(&collected);
        thread::spawn(move || {
            let mut pipe = BufReader::new(pipe);
            if let Some(first) = first {
                let mut line = String::new();
                if pipe.read_line(&mut line).is_ok() {
                    // Nobody listens any more if the time-out was faster.
                    let _ = first.send(line);
                }
            }
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = pipe.read(&mut chunk) {
                let mut bytes = target.0.lock().unwrap_or_else(PoisonError::into_inner);
                bytes.extend_from_slice(&chunk[..length]);
            }
        });
        collected
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}
