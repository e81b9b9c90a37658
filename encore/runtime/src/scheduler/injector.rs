//! The queue that all workers share: for what comes from other threads, and for what no longer
//! fits into a worker's own.

use std::collections::VecDeque;

use super::queue::{Entry, Local};
use crate::loom::lock;
use crate::loom::sync::Mutex;
use crate::loom::sync::atomic::{
    AtomicUsize,
    Ordering::{Acquire, Release},
};

/// How many a worker takes along at most: they have to fit into its own queue.
const BATCH: usize = 64;

pub(super) struct Injector<T> {
    inner: Mutex<Inner<T>>,
    /// The length of the queue, to look at without the lock. Written under it.
    len: AtomicUsize,
}

struct Inner<T> {
    queue: VecDeque<T>,
    /// The runtime shuts down: nobody will run what comes now.
    closed: bool,
}

impl<T: Entry> Injector<T> {
    pub(super) fn new() -> Self {
        let inner = Inner { queue: VecDeque::new(), closed: false };
        Self { inner: Mutex::new(inner), len: AtomicUsize::new(0) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len.load(Acquire) == 0
    }

    pub(super) fn push(&self, entry: T) {
        self.extend([entry]);
    }

    pub(super) fn extend(&self, entries: impl IntoIterator<Item = T>) {
        let mut inner = lock(&self.inner);
        if inner.closed {
            // Dropping an entry may run anything, so not under the lock.
            drop(inner);
            return drop(entries);
        }
        inner.queue.extend(entries);
        self.len.store(inner.queue.len(), Release);
    }

    pub(super) fn pop(&self) -> Option<T> {
        if self.is_empty() {
            return None;
        }
        let mut inner = lock(&self.inner);
        let entry = inner.queue.pop_front();
        self.len.store(inner.queue.len(), Release);
        entry
    }

    /// Takes a worker's share: one to run at once, the others into its own queue, which must be
    /// empty.
    pub(super) fn pop_share(&self, workers: usize, local: &Local<T>) -> Option<T> {
        if self.is_empty() {
            return None;
        }
        let mut inner = lock(&self.inner);
        let first = inner.queue.pop_front();
        let share = (inner.queue.len() / workers).min(BATCH);
        let rest: Vec<T> = inner.queue.drain(..share).collect();
        self.len.store(inner.queue.len(), Release);
        drop(inner);
        for entry in rest {
            local.push(entry, self);
        }
        first
    }

    /// Drops all entries, and those to come.
    pub(super) fn close(&self) {
        let mut inner = lock(&self.inner);
        inner.closed = true;
        let queue = std::mem::take(&mut inner.queue);
        self.len.store(0, Release);
        drop(inner);
        drop(queue);
    }
}
