//! Writes what waits for one client.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::bell::Receiver;
use crate::gauge::Gauge;
use crate::outbox::Text;

/// The most bytes in one write, so that a slow client's progress is seen.
const WRITE: usize = 64 * 1024;

/// The bytes that a piece has room for at first, which is enough for most.
const PIECE: usize = 512;

/// How long one write may make no progress.
const STUCK: Duration = Duration::from_secs(10);

/// How often a write that waits is looked at: one that has written a part
/// does not say when.
const GLANCE: Duration = Duration::from_secs(1);

/// The other end of an outbox.
pub struct Writer {
    queue: Receiver<Text>,
    gauge: Arc<Gauge>,
    socket: Arc<TcpStream>,
}

impl Writer {
    pub fn new(queue: Receiver<Text>, gauge: Arc<Gauge>, socket: Arc<TcpStream>) -> Self {
        Self { queue, gauge, socket }
    }

    /// Writes what is put into the queue until the queue closes or the
    /// connection fails.
    pub fn run(mut self) {
        match self.socket.set_write_timeout(Some(GLANCE)) {
            Ok(()) => self.write_all(),
            Err(_) => self.gauge.hang_up(),
        }
    }

    /// One write takes everything that waits.
    fn write_all(&mut self) {
        while let Some(text) = self.queue.recv() {
            let mut piece = String::with_capacity(PIECE);
            piece.push_str(&text);
            while piece.len() < WRITE
                && let Ok(text) = self.queue.try_recv()
            {
                piece.push_str(&text);
            }
            if self.write(piece.as_bytes()).is_err() {
                break;
            }
        }
    }

    fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        let mut progress = Instant::now();
        while !bytes.is_empty() {
            let part = &bytes[..bytes.len().min(WRITE)];
            match (&*self.socket).write(part) {
                Ok(written) => {
                    self.gauge.lower(written);
                    bytes = &bytes[written..];
                    progress = Instant::now();
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if timed_out(&error) && progress.elapsed() < STUCK => {}
                Err(error) => {
                    if timed_out(&error) {
                        self.gauge.give_up();
                    }
                    self.gauge.hang_up();
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

/// Whether a read or a write was given up because it made no progress in time.
pub fn timed_out(error: &io::Error) -> bool {
    // Which of the two it is depends on the platform.
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}
