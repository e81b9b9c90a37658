//! What waits for one client: a queue with a bound, and the task that
//! writes it to the socket.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::io::AsyncWriteExt;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::select;
use tokio::sync::Notify;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::{Instant, timeout, timeout_at};

/// Finished lines, shared by all the outboxes that they wait in.
pub type Text = Arc<str>;

/// The most bytes in one write, so that a slow client's progress is seen.
const WRITE: usize = 64 * 1024;

/// How long one write may make no progress.
const STUCK: Duration = Duration::from_secs(10);

/// The end that everybody may put lines in. The queue closes when the last
/// clone is gone.
#[derive(Debug, Clone)]
pub struct Outbox {
    queue: UnboundedSender<Text>,
    gauge: Arc<Gauge>,
}

/// The end that the writer task takes lines out of.
pub struct Waiting {
    queue: UnboundedReceiver<Text>,
    gauge: Arc<Gauge>,
}

/// How full a queue is, known to both of its ends.
#[derive(Debug)]
struct Gauge {
    level: Mutex<Level>,
    /// Signalled when a queue that was more than half full no longer is.
    drained: Notify,
    /// The most bytes that may wait.
    limit: usize,
    /// Signalled when nothing more is to be written.
    hung_up: Notify,
}

#[derive(Debug, Default)]
struct Level {
    bytes: usize,
    /// The client has been cut off because it does not read.
    too_slow: bool,
    /// A sender has waited in vain: nobody does so again until the queue is
    /// half empty.
    waited_for: bool,
}

/// An empty queue of at most `limit` bytes.
pub fn outbox(limit: usize) -> (Outbox, Waiting) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let gauge = Arc::new(Gauge {
        level: Mutex::default(),
        drained: Notify::new(),
        limit,
        hung_up: Notify::new(),
    });
    let waiting = Waiting { queue: receiver, gauge: Arc::clone(&gauge) };
    (Outbox { queue: sender, gauge }, waiting)
}

impl Outbox {
    /// Puts lines into the queue. False means that this client gets nothing
    /// more: it is gone, or it was cut off because too much waits for it.
    #[must_use]
    pub fn push(&self, text: Text) -> bool {
        let mut level = self.gauge.level.lock();
        level.bytes += text.len();
        if level.bytes > self.gauge.limit && !level.too_slow {
            level.too_slow = true;
            self.gauge.hang_up();
        }
        !level.too_slow && self.queue.send(text).is_ok()
    }

    /// Whether the client was cut off because it does not read.
    pub fn is_too_slow(&self) -> bool {
        self.gauge.level.lock().too_slow
    }

    /// Whether senders should wait until more of this queue is written.
    pub fn is_behind(&self) -> bool {
        let level = self.gauge.level.lock();
        self.gauge.over_half(&level) && !level.waited_for && !level.too_slow
    }

    /// Waits until the queue is half empty. When the deadline comes first,
    /// nobody waits for this client again until it has caught up.
    pub async fn wait_until_drained(&self, deadline: Instant) {
        // Made before the look at the queue, so that no signal is missed.
        let drained = self.gauge.drained.notified();
        if self.is_behind() && timeout_at(deadline, drained).await.is_err() {
            self.gauge.level.lock().waited_for = true;
        }
    }
}

impl Waiting {
    /// Writes what is put into the queue until the queue closes or the
    /// connection fails. One write takes everything that waits.
    pub async fn write_all(mut self, mut socket: OwnedWriteHalf) {
        while let Some(text) = self.queue.recv().await {
            let mut piece = text.to_string();
            while piece.len() < WRITE
                && let Ok(text) = self.queue.try_recv()
            {
                piece.push_str(&text);
            }
            select! {
                Ok(()) = self.write(&mut socket, piece.as_bytes()) => {}
                () = self.gauge.hung_up.notified() => break,
                else => break,
            }
        }
        self.gauge.hang_up();
    }

    async fn write(&self, socket: &mut OwnedWriteHalf, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let part = &bytes[..bytes.len().min(WRITE)];
            match timeout(STUCK, socket.write(part)).await {
                Ok(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(Ok(written)) => {
                    self.gauge.lower(written);
                    bytes = &bytes[written..];
                }
                Ok(Err(error)) => return Err(error),
                Err(elapsed) => {
                    self.gauge.level.lock().too_slow = true;
                    return Err(elapsed.into());
                }
            }
        }
        Ok(())
    }
}

impl Gauge {
    fn over_half(&self, level: &Level) -> bool {
        level.bytes > self.limit / 2
    }

    fn lower(&self, written: usize) {
        let mut level = self.level.lock();
        let was_over = self.over_half(&level);
        level.bytes -= written;
        if was_over && !self.over_half(&level) {
            level.waited_for = false;
            self.drained.notify_waiters();
        }
    }

    /// Ends the writer task at once, which ends the session.
    fn hang_up(&self) {
        self.hung_up.notify_one();
        self.drained.notify_waiters();
    }
}
