//! All timers that run, by deadline.

use std::collections::BTreeMap;
use std::task::Waker;
use std::time::{Duration, Instant};

use crate::loom::lock;
use crate::loom::sync::Mutex;

/// See the module.
pub(crate) struct Timers(Mutex<Inner>);

struct Inner {
    /// The id sets timers with the same deadline apart.
    timers: BTreeMap<(Instant, u64), Waker>,
    next_id: u64,
    /// A thread waits in the driver until the first of the timers.
    sleeping: bool,
}

impl Timers {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Inner { timers: BTreeMap::new(), next_id: 0, sleeping: false }))
    }

    /// Sets a timer, and gives its id. True if a thread waits in the driver for too long now.
    pub(crate) fn insert(&self, deadline: Instant, waker: Waker) -> (u64, bool) {
        let mut inner = lock(&self.0);
        let id = inner.next_id;
        inner.next_id += 1;
        let first = inner.timers.first_key_value().is_none_or(|((first, _), _)| deadline < *first);
        inner.timers.insert((deadline, id), waker);
        // Once woken, the thread looks for itself.
        let too_long = first && std::mem::take(&mut inner.sleeping);
        (id, too_long)
    }

    /// Takes a timer back, unless it has run out.
    pub(crate) fn remove(&self, deadline: Instant, id: u64) {
        let waker = lock(&self.0).timers.remove(&(deadline, id));
        // Not under the lock: that may run anything.
        drop(waker);
    }

    /// How long the driver may wait, which it is about to do.
    pub(crate) fn sleep(&self) -> Option<Duration> {
        let mut inner = lock(&self.0);
        inner.sleeping = true;
        let (first, _) = inner.timers.first_key_value()?.0;
        Some(first.saturating_duration_since(Instant::now()))
    }

    /// Collects the wakers of the timers that have run out. The driver waits no more.
    pub(crate) fn expire(&self, wakers: &mut Vec<Waker>) {
        let mut inner = lock(&self.0);
        inner.sleeping = false;
        if inner.timers.is_empty() {
            return;
        }
        let now = Instant::now();
        while let Some(entry) = inner.timers.first_entry()
            && entry.key().0 <= now
        {
            wakers.push(entry.remove());
        }
    }

    /// The runtime is gone, and its timers will not run out any more.
    pub(crate) fn close(&self) {
        let timers = std::mem::take(&mut lock(&self.0).timers);
        drop(timers);
    }
}
