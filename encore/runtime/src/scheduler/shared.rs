//! What all threads of a runtime share.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{
    AtomicBool,
    Ordering::{Acquire, Release},
};

use super::context;
use super::idle::Idle;
use super::injector::Injector;
use super::parker::Parker;
use super::queue::Stealer;
use crate::driver::Driver;
use crate::task::{JoinHandle, Notified, Owned, Place, Pointer, Schedule};

/// See the module. The threads and all tasks have it, and each task is in it: `close` cuts that
/// cycle.
pub(crate) struct Shared {
    pub(super) workers: Box<[Remote]>,
    pub(super) injector: Injector<Notified>,
    pub(super) idle: Idle,
    pub(crate) driver: Arc<Driver>,
    /// In one part more than there are workers: the last is for other threads.
    tasks: Owned,
    closed: AtomicBool,
}

/// A worker as others see it.
pub(super) struct Remote {
    pub(super) stealer: Stealer<Notified>,
    pub(super) parker: Parker,
}

impl Shared {
    pub(super) fn new(
        stealers: impl IntoIterator<Item = Stealer<Notified>>,
        driver: Driver,
    ) -> Self {
        let workers: Box<[Remote]> =
            stealers.into_iter().map(|stealer| Remote { stealer, parker: Parker::new() }).collect();
        Self {
            injector: Injector::new(),
            idle: Idle::new(workers.len()),
            driver: Arc::new(driver),
            tasks: Owned::new(workers.len() + 1),
            closed: AtomicBool::new(false),
            workers,
        }
    }

    pub(crate) fn spawn<F>(self: &Arc<Self>, future: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let part = context::worker_index(self).unwrap_or(self.workers.len());
        let (handle, task) = self.tasks.spawn(part, future, Arc::clone(self));
        if let Some(task) = task {
            self.schedule(task);
        }
        handle
    }

    /// Work was added: somebody should be up to do it.
    pub(super) fn wake_worker(&self) {
        if let Some(worker) = self.idle.worker_to_wake() {
            self.workers[worker].parker.unpark(|| self.driver.wake());
        }
    }

    /// Whether a worker that is about to sleep had better not.
    pub(super) fn has_work(&self) -> bool {
        !self.injector.is_empty() || self.workers.iter().any(|worker| !worker.stealer.is_empty())
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Acquire)
    }

    /// Tells all workers to end.
    pub(super) fn close(&self) {
        self.closed.store(true, Release);
        for worker in &self.workers {
            worker.parker.unpark(|| self.driver.wake());
        }
    }

    /// Drops all futures, and whatever waits in queues. The workers have ended.
    pub(super) fn clear(&self) {
        self.tasks.close();
        self.injector.close();
        self.driver.close();
    }
}

impl Schedule for Arc<Shared> {
    fn schedule(&self, task: Notified) {
        if let Err(task) = context::schedule_here(self, task) {
            self.injector.push(task);
            self.wake_worker();
        }
    }

    fn forget(&self, place: Place) -> Option<Pointer> {
        self.tasks.remove(place)
    }
}
