//! Writes what waits for one client.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::select;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;

use crate::gauge::Gauge;
use crate::outbox::Text;

/// The most bytes in one write, so that a slow client's progress is seen.
const WRITE: usize = 64 * 1024;

/// The bytes that a piece has room for at first, which is enough for most.
const PIECE: usize = 512;

/// How long one write may make no progress.
const STUCK: Duration = Duration::from_secs(10);

/// The other end of an outbox.
pub struct Writer {
    queue: UnboundedReceiver<Text>,
    gauge: Arc<Gauge>,
    socket: OwnedWriteHalf,
}

impl Writer {
    pub fn new(queue: UnboundedReceiver<Text>, gauge: Arc<Gauge>, socket: OwnedWriteHalf) -> Self {
        Self { queue, gauge, socket }
    }

    /// Writes what is put into the queue until the queue closes or the
    /// connection fails.
    pub async fn run(mut self) {
        let gauge = Arc::clone(&self.gauge);
        select! {
            () = gauge.hung_up.notified() => {}
            () = self.write_all() => {}
        }
    }

    /// One write takes everything that waits.
    async fn write_all(&mut self) {
        while let Some(text) = self.queue.recv().await {
            let mut piece = String::with_capacity(PIECE);
            piece.push_str(&text);
            while piece.len() < WRITE
                && let Ok(text) = self.queue.try_recv()
            {
                piece.push_str(&text);
            }
            if self.write(piece.as_bytes()).await.is_err() {
                break;
            }
        }
    }

    async fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let part = &bytes[..bytes.len().min(WRITE)];
            match timeout(STUCK, self.socket.write(part)).await {
                Ok(Ok(written)) => {
                    self.gauge.lower(written);
                    bytes = &bytes[written..];
                }
                Ok(Err(error)) => {
                    self.gauge.hang_up();
                    return Err(error);
                }
                Err(elapsed) => {
                    self.gauge.give_up();
                    return Err(elapsed.into());
                }
            }
        }
        Ok(())
    }
}
