//! The outputs of a child process.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What a child has written to one of its outputs, copied by a thread as it comes: a pipe that
/// nobody empties would stop the child once it is full.
pub(crate) struct Pipe {
    bytes: Arc<Mutex<Vec<u8>>>,
    copying: JoinHandle<()>,
}

impl Pipe {
    /// Collects all of `pipe`, but for the first line if somebody waits for that.
    pub(crate) fn collect(
        pipe: impl Read + Send + 'static,
        first: Option<mpsc::Sender<String>>,
    ) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let target = Arc::clone(&bytes);
        let copying = thread::spawn(move || {
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
                let mut bytes = target.lock().unwrap_or_else(PoisonError::into_inner);
                bytes.extend_from_slice(&chunk[..length]);
            }
        });
        Self { bytes, copying }
    }

    pub(crate) fn text(&self) -> String {
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Waits until all is copied, once the child is gone: what it wrote last may still be on its
    /// way to here. Not beyond `limit`, since a process that the child has started keeps the pipe
    /// open.
    pub(crate) fn wait_for_end(&self, limit: Duration) {
        let deadline = Instant::now() + limit;
        while !self.copying.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
    }
}
