//! The writing half of a client.

use std::io::{self, ErrorKind, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::PATIENCE;
use crate::wire::{Direction, Log};

/// The writing half of a [`Client`](crate::Client). Clones write to the same connection, each
/// call as a whole, so another thread can send while the client reads.
///
/// The connection stays open until the client and every sender of it are gone.
#[derive(Clone)]
pub struct Sender {
    stream: Arc<TcpStream>,
    /// Held for one call, so that two senders do not mix their lines.
    turn: Arc<Mutex<()>>,
    log: Arc<Log>,
    timeout: Duration,
}

impl Sender {
    pub(crate) fn new(stream: Arc<TcpStream>, log: Arc<Log>) -> Self {
        Self { stream, turn: Arc::default(), log, timeout: PATIENCE }
    }

    /// How long one call of this sender may wait for the server to take the bytes.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    /// Sends `text` and a `\n` in one write.
    ///
    /// # Panics
    /// When the connection does not take it in time.
    pub fn send(&self, text: &str) {
        self.send_bytes(format!("{text}\n").as_bytes());
    }

    /// Sends exactly these bytes.
    ///
    /// # Panics
    /// When the connection does not take them in time.
    pub fn send_bytes(&self, bytes: &[u8]) {
        if let Err(error) = self.try_send_bytes(bytes) {
            panic!("cannot send {} bytes: {error}\nwire:\n{}", bytes.len(), self.log.text());
        }
    }

    /// Sends exactly these bytes, for tests in which the server may close meanwhile.
    pub fn try_send_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.log.add(Direction::Sent, bytes);
        let deadline = Instant::now() + self.timeout;
        let mut rest = bytes;
        while !rest.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(ErrorKind::TimedOut.into());
            }
            self.stream.set_write_timeout(Some(left))?;
            match (&*self.stream).write(rest) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => rest = &rest[written..],
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted | ErrorKind::WouldBlock | ErrorKind::TimedOut => {}
                    _ => return Err(error),
                },
            }
        }
        Ok(())
    }
}
