//! How full an outbox is, known to both of its ends.

use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Instant;

use parking_lot::{Condvar, Mutex};

/// Counts the bytes that wait, and ends the connection of a client that lets
/// too many of them wait.
#[derive(Debug)]
pub struct Gauge {
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
    /// About how many of them answer the client itself. Others need not wait
    /// for somebody who only asks more than it reads.
    answers: usize,
    /// The client has been cut off because it does not read.
    too_slow: bool,
    /// A sender has waited in vain: nobody does so again until the queue is
    /// half empty.
    waited_for: bool,
}

impl Gauge {
    pub fn new(limit: usize, socket: Arc<TcpStream>) -> Self {
        Self { level: Mutex::default(), drained: Condvar::new(), limit, socket }
    }

    /// Counts bytes that are put into the queue. False if the client has been
    /// cut off; it is cut off when more than the limit would wait.
    pub fn raise(&self, bytes: usize) -> bool {
        let mut level = self.level.lock();
        level.bytes += bytes;
        if level.bytes > self.limit && !level.too_slow {
            level.too_slow = true;
            self.hang_up();
        }
        !level.too_slow
    }

    /// Like `raise`, for what answers the client itself.
    pub fn raise_by_answer(&self, bytes: usize) -> bool {
        self.level.lock().answers += bytes;
        self.raise(bytes)
    }

    /// Counts bytes that have been written.
    pub fn lower(&self, bytes: usize) {
        let mut level = self.level.lock();
        level.answers -= level.answers * bytes / level.bytes.max(1);
        let was_over = self.over_half(&level);
        level.bytes -= bytes;
        if was_over && !self.over_half(&level) {
            level.waited_for = false;
            self.drained.notify_all();
        }
    }

    /// Whether the client was cut off because it does not read.
    pub fn is_too_slow(&self) -> bool {
        self.level.lock().too_slow
    }

    /// Cuts the client off: a write has made no progress for too long.
    pub fn give_up(&self) {
        self.level.lock().too_slow = true;
        self.hang_up();
    }

    /// Whether the client itself should wait until more is written.
    pub fn is_behind(&self) -> bool {
        let level = self.level.lock();
        self.over_half(&level) && !level.waited_for && !level.too_slow
    }

    /// Whether others should: more than half would wait without the answers.
    /// Those who say little wait only when there is hardly room left.
    pub fn holds_up_others(&self, talkative: bool) -> bool {
        let Level { bytes, answers, .. } = *self.level.lock();
        let room = if talkative { self.limit / 2 } else { self.limit / 4 };
        bytes + room > answers + self.limit && self.is_behind()
    }

    /// Waits until the queue is half empty. When the deadline comes first,
    /// nobody waits for this client again until it has caught up.
    pub fn wait_until_drained(&self, deadline: Instant) {
        let mut level = self.level.lock();
        while self.over_half(&level) && !level.waited_for && !level.too_slow {
            if self.drained.wait_until(&mut level, deadline).timed_out() {
                level.waited_for = true;
            }
        }
    }

    fn over_half(&self, level: &Level) -> bool {
        level.bytes > self.limit / 2
    }

    /// Ends the connection in both directions: a thread that is blocked in a
    /// read or a write of this socket returns.
    pub fn hang_up(&self) {
        // It fails only when the connection has ended already.
        let _ = self.socket.shutdown(Shutdown::Both);
        self.drained.notify_all();
    }
}
