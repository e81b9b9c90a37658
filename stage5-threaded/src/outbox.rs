//! What waits for one client: a queue with a bound, and the thread that
//! writes it to the socket.

use std::io::{self, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use crate::error::timed_out;

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
    queue: Sender<Text>,
    gauge: Arc<Gauge>,
}

/// The end that the writer thread takes lines out of.
pub struct Waiting {
    queue: Receiver<Text>,
    gauge: Arc<Gauge>,
}

/// How full a queue is, known to both of its ends.
#[derive(Debug)]
struct Gauge {
    level: Mutex<Level>,
    /// Signalled when a queue that was more than half full no longer is.
    drained: Condvar,
    /// The most bytes that may wait.
    limit: usize,
    socket: Arc<TcpStream>,
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

/// An empty queue of at most `limit` bytes for the client at `socket`.
pub fn outbox(socket: Arc<TcpStream>, limit: usize) -> io::Result<(Outbox, Waiting)> {
    socket.set_write_timeout(Some(STUCK))?;
    let (sender, receiver) = mpsc::channel();
    let gauge = Arc::new(Gauge { level: Mutex::default(), drained: Condvar::new(), limit, socket });
    let waiting = Waiting { queue: receiver, gauge: Arc::clone(&gauge) };
    Ok((Outbox { queue: sender, gauge }, waiting))
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
    pub fn wait_until_drained(&self, deadline: Instant) {
        let mut level = self.gauge.level.lock();
        while self.gauge.over_half(&level) && !level.waited_for && !level.too_slow {
            if self.gauge.drained.wait_until(&mut level, deadline).timed_out() {
                level.waited_for = true;
            }
        }
    }
}

impl Waiting {
    /// Writes what is put into the queue until the queue closes or the
    /// connection fails. One write takes everything that waits.
    pub fn write_all(self) {
        while let Ok(text) = self.queue.recv() {
            let mut piece = text.to_string();
            while piece.len() < WRITE
                && let Ok(text) = self.queue.try_recv()
            {
                piece.push_str(&text);
            }
            if self.write(piece.as_bytes()).is_err() {
                self.gauge.hang_up();
                break;
            }
        }
    }

    fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let part = &bytes[..bytes.len().min(WRITE)];
            match (&*self.gauge.socket).write(part) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => {
                    self.gauge.lower(written);
                    bytes = &bytes[written..];
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    if timed_out(&error) {
                        self.gauge.level.lock().too_slow = true;
                    }
                    return Err(error);
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
            self.drained.notify_all();
        }
    }

    /// Ends the connection at once, in both directions: a thread that is
    /// blocked in a read or a write of this socket returns.
    fn hang_up(&self) {
        // It fails only when the connection has ended already.
        let _ = self.socket.shutdown(Shutdown::Both);
        self.drained.notify_all();
    }
}
