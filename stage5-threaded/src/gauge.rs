//! How full an outbox is, known to both of its ends.

use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

/// How long senders wait at most for somebody who does not keep up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long at most for a client that only does not read the answers to its
/// own commands.
const OWN_PATIENCE: Duration = Duration::from_secs(1);

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
    /// Since when more than half has been full.
    over_since: Option<Instant>,
}

impl Level {
    /// When a client that lets so much wait has had time enough, unless it has.
    fn deadline(&self, patience: Duration) -> Option<Instant> {
        let deadline = self.over_since? + patience;
        (deadline > Instant::now() && !self.too_slow).then_some(deadline)
    }
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
        if level.bytes > self.limit / 2 && level.over_since.is_none() {
            level.over_since = Some(Instant::now());
        }
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
        level.bytes -= bytes;
        if level.bytes <= self.limit / 2 && level.over_since.take().is_some() {
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

    /// Until when the client itself should wait for more to be written, if it
    /// should at all.
    pub fn own_deadline(&self) -> Option<Instant> {
        self.level.lock().deadline(OWN_PATIENCE)
    }

    /// Until when others should: while more than half would be full without the
    /// answers. Those who say little wait only when there is hardly room left.
    pub fn deadline(&self, talkative: bool) -> Option<Instant> {
        let level = self.level.lock();
        let room = if talkative { self.limit / 2 } else { self.limit / 4 };
        level.deadline(PATIENCE).filter(|_| level.bytes + room > level.answers + self.limit)
    }

    /// Waits until the queue is half empty.
    pub fn wait_until_drained(&self, deadline: Instant) {
        let mut level = self.level.lock();
        if level.deadline(PATIENCE).is_some() {
            // In vain or not, the caller looks again.
            let _ = self.drained.wait_until(&mut level, deadline);
        }
    }

    /// Ends the connection in both directions: a thread that is blocked in a
    /// read or a write of this socket returns.
    pub fn hang_up(&self) {
        // It fails only when the connection has ended already.
        let _ = self.socket.shutdown(Shutdown::Both);
        self.drained.notify_all();
    }
}
