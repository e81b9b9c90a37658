//! How full an outbox is, known to both of its ends.

use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::task::coop::consume_budget;
use tokio::time::timeout_at;

/// How long senders wait at most for somebody who does not keep up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a client waits at most for itself to read the answers to its own
/// commands: longer than a write may be stuck, so that only a client that reads
/// nothing at all is cut off for them.
const OWN_PATIENCE: Duration = Duration::from_secs(20);

/// Counts the bytes that wait, and ends the connection of a client that lets
/// too many of them wait.
#[derive(Debug)]
pub struct Gauge {
    level: Mutex<Level>,
    /// Signalled when a queue that was more than half full no longer is.
    drained: Notify,
    /// The most bytes that may wait.
    limit: usize,
    pub(crate) hung_up: Notify,
}

#[derive(Debug, Default)]
struct Level {
    bytes: usize,
    /// About how many of them answer the client itself. Others need not wait
    /// for somebody who only asks more than it reads.
    answers: usize,
    /// The client has been cut off because it does not read.
    too_slow: bool,
    /// Since when more than half has been full without much being written.
    over_since: Option<Instant>,
    /// How much has been written since then.
    written: usize,
}

impl Level {
    fn is_over(&self) -> bool {
        self.over_since.is_some() && !self.too_slow
    }

    /// When the patience with this client ends; `None` if it has ended, or if there
    /// is nothing to wait for.
    fn deadline(&self, patience: Duration) -> Option<Instant> {
        let deadline = self.over_since? + patience;
        (deadline > Instant::now() && self.is_over()).then_some(deadline)
    }
}

impl Gauge {
    pub fn new(limit: usize) -> Self {
        Self { level: Mutex::default(), drained: Notify::new(), limit, hung_up: Notify::new() }
    }

    /// Counts bytes that are put into the queue. False if the client has been
    /// cut off; it is cut off when more than the limit would wait.
    pub fn raise(&self, bytes: usize) -> bool {
        let mut level = self.level.lock();
        level.bytes += bytes;
        if level.bytes > self.limit / 2 && level.over_since.is_none() {
            (level.over_since, level.written) = (Some(Instant::now()), 0);
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
        level.written += bytes;
        if level.bytes <= self.limit / 2 && level.over_since.take().is_some() {
            self.drained.notify_waiters();
        } else if level.over_since.is_some() && level.written > self.limit / 2 {
            // It reads well, but a crowd fills it up again all the time.
            (level.over_since, level.written) = (Some(Instant::now()), 0);
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

    /// Has the client itself wait until it has read most of what it asked for.
    pub async fn catch_up(&self) {
        // One that asks without end would never let another task run.
        consume_budget().await;
        let deadline = self.level.lock().deadline(OWN_PATIENCE);
        if let Some(deadline) = deadline {
            self.wait_until_drained(deadline).await;
        }
    }

    /// Until when others should wait: while more than half of the limit is taken
    /// by what is not an answer, or three quarters for those who say little.
    pub fn deadline(&self, talkative: bool) -> Option<Instant> {
        let level = self.level.lock();
        let spare = if talkative { self.limit / 2 } else { self.limit / 4 };
        level.deadline(PATIENCE).filter(|_| level.bytes + spare > level.answers + self.limit)
    }

    /// Waits until the queue is half empty.
    pub async fn wait_until_drained(&self, deadline: Instant) {
        // Made before the look at the queue, so that no signal is missed.
        let drained = self.drained.notified();
        if self.level.lock().is_over() {
            // In vain or not, the caller looks again.
            let _ = timeout_at(deadline.into(), drained).await;
        }
    }

    /// Ends the writer, which ends the session.
    pub fn hang_up(&self) {
        self.hung_up.notify_one();
        self.drained.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 1000;

    fn gauge() -> Gauge {
        Gauge::new(LIMIT)
    }

    /// As if it had been more than half full for longer than anybody waits.
    fn age(gauge: &Gauge) {
        gauge.level.lock().over_since = Instant::now().checked_sub(PATIENCE);
    }

    #[test]
    fn nobody_waits_long_for_one_that_reads_nothing() {
        let gauge = gauge();
        assert!(gauge.raise(500) && gauge.deadline(true).is_none(), "half full is all right");
        assert!(gauge.raise(1) && gauge.deadline(true).is_some());
        age(&gauge);
        assert!(gauge.deadline(true).is_none());
        gauge.lower(1);
        assert!(gauge.raise(1) && gauge.deadline(true).is_some(), "it had caught up");
    }

    #[test]
    fn one_that_reads_is_waited_for_however_often_it_is_filled_again() {
        let gauge = gauge();
        assert!(gauge.raise(900));
        age(&gauge);
        gauge.lower(300);
        assert!(gauge.raise(300) && gauge.deadline(true).is_none(), "little was written");
        gauge.lower(300);
        assert!(gauge.raise(300) && gauge.deadline(true).is_some(), "enough was written");
    }

    #[test]
    fn whoever_says_little_waits_only_when_there_is_hardly_room() {
        let gauge = gauge();
        assert!(gauge.raise(750) && gauge.deadline(false).is_none());
        assert!(gauge.raise(1) && gauge.deadline(false).is_some());
    }

    #[test]
    fn nobody_waits_for_somebody_elses_answers() {
        let gauge = gauge();
        assert!(gauge.raise_by_answer(900));
        assert!(gauge.deadline(true).is_none());
    }

    #[test]
    fn more_than_the_limit_is_the_end() {
        let gauge = gauge();
        assert!(gauge.raise(LIMIT) && !gauge.is_too_slow());
        assert!(!gauge.raise(1) && gauge.is_too_slow());
        assert!(gauge.deadline(true).is_none(), "nobody waits for it");
    }
}
