//! The list of all tasks, so that a runtime can drop their futures when it goes.

use std::future::Future;

use slab::Slab;

use super::cell::{Schedule, allocate};
use super::join::JoinHandle;
use super::pointer::{Notified, Pointer};
use crate::loom::lock;
use crate::loom::sync::Mutex;

/// Where the list has a task.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    part: usize,
    key: usize,
}

/// All tasks that are not complete, in several parts: threads that spawn seldom meet.
pub(crate) struct Owned {
    parts: Box<[Mutex<Part>]>,
}

#[derive(Default)]
struct Part {
    tasks: Slab<Pointer>,
    /// The runtime shuts down: what comes now is cancelled at once.
    closed: bool,
}

impl Owned {
    pub(crate) fn new(parts: usize) -> Self {
        Self { parts: (0..parts).map(|_| Mutex::default()).collect() }
    }

    /// Makes a task, and lists it in this part. What has to be queued is none if the runtime shuts
    /// down; then the task is cancelled already.
    pub(crate) fn spawn<F, S>(
        &self,
        part: usize,
        future: F,
        scheduler: S,
    ) -> (JoinHandle<F::Output>, Option<Notified>)
    where
        F: Future<Output: Send> + Send + 'static,
        S: Schedule,
    {
        let mut list = lock(&self.parts[part]);
        let place = Place { part, key: list.tasks.vacant_key() };
        let (listed, notified, joined) = allocate(future, scheduler, place);
        let handle = JoinHandle::new(joined);
        if list.closed {
            drop(list);
            listed.shut_down();
            return (handle, None);
        }
        list.tasks.insert(listed);
        (handle, Some(notified))
    }

    /// Takes a task that is complete off the list. None if the runtime shuts down. To be dropped
    /// outside of the lock.
    pub(crate) fn remove(&self, place: Place) -> Option<Pointer> {
        lock(&self.parts[place.part]).tasks.try_remove(place.key)
    }

    /// Cancels all tasks, and those to come.
    pub(crate) fn close(&self) {
        for part in &self.parts {
            let mut part = lock(part);
            part.closed = true;
            let tasks = std::mem::take(&mut part.tasks);
            drop(part);
            // A destructor may spawn, wake or abort, so no lock is held.
            tasks.iter().for_each(|(_, task)| task.shut_down());
        }
    }
}
