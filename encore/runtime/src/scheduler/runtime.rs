//! Starting and stopping it all.

use std::fmt;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::thread;

use super::context;
use super::queue::queue;
use super::shared::Shared;
use super::worker;
use crate::block_on::block_on;
use crate::driver::Driver;
use crate::task::JoinHandle;

/// Settings of a [`Runtime`].
#[derive(Debug, Default)]
pub struct Builder {
    worker_threads: Option<usize>,
}

impl Builder {
    pub fn new() -> Self {
        Self::default()
    }

    /// How many threads run tasks. As many as there are processors, unless told.
    ///
    /// # Panics
    /// If there are none.
    pub fn worker_threads(&mut self, count: usize) -> &mut Self {
        assert!(count > 0, "a runtime needs a worker thread");
        self.worker_threads = Some(count);
        self
    }

    /// Starts the threads. Fails if the system does not have enough threads or descriptors.
    pub fn build(&mut self) -> io::Result<Runtime> {
        let count = match self.worker_threads {
            Some(count) => count,
            None => thread::available_parallelism()?.get(),
        };
        let (queues, stealers): (Vec<_>, Vec<_>) = (0..count).map(|_| queue()).unzip();
        let shared = Arc::new(Shared::new(stealers, Driver::new()?));
        // From here on, dropping it ends the threads that were started.
        let mut runtime = Runtime { handle: Handle(shared), threads: Vec::with_capacity(count) };
        for (index, queue) in queues.into_iter().enumerate() {
            let shared = Arc::clone(&runtime.handle.0);
            let thread = thread::Builder::new()
                .name(format!("worker-{index}"))
                .spawn(move || worker::run(shared, index, queue))?;
            runtime.threads.push(thread);
        }
        Ok(runtime)
    }
}

/// Worker threads that run tasks, and a driver that wakes them.
///
/// Dropping it lets each worker end the poll that it is in, waits for that, and then drops the
/// futures of all tasks.
pub struct Runtime {
    handle: Handle,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Runtime {
    /// With a worker for each processor.
    pub fn new() -> io::Result<Self> {
        Builder::new().build()
    }

    /// Runs a future on the calling thread, and the tasks that it spawns on the workers.
    ///
    /// # Panics
    /// If called by a task, as other tasks would have to wait; or if the future panics.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        assert!(!context::is_worker(), "a task cannot block its worker on another future");
        let entered = context::enter(Arc::clone(&self.handle.0), None);
        let output = block_on(future);
        drop(entered);
        output
    }

    /// Starts a task.
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.handle.spawn(future)
    }

    /// For starting tasks from other threads.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Runtime {
    /// # Panics
    /// If dropped by a task: its worker cannot wait for its own end.
    fn drop(&mut self) {
        let here = thread::current().id();
        let by_worker = self.threads.iter().any(|thread| thread.thread().id() == here);
        assert!(!by_worker, "a runtime cannot be dropped by one of its tasks");
        let shared = &self.handle.0;
        shared.close();
        for thread in self.threads.drain(..) {
            // A worker catches its tasks' panics, and there is nothing to do about its own.
            let _ = thread.join();
        }
        // What the futures' destructors do may look for the runtime.
        let entered = context::enter(Arc::clone(shared), None);
        shared.clear();
        drop(entered);
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let threads = self.threads.len();
        f.debug_struct("Runtime").field("worker_threads", &threads).finish_non_exhaustive()
    }
}

/// Starts tasks on a runtime, from anywhere. Does not keep the runtime running.
#[derive(Clone)]
pub struct Handle(Arc<Shared>);

impl Handle {
    /// The runtime of the current thread.
    ///
    /// # Panics
    /// If there is none: outside of tasks and of `Runtime::block_on`.
    pub fn current() -> Self {
        Self(context::current())
    }

    /// Starts a task. When the runtime is gone, the task is cancelled at once.
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.0.spawn(future)
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").finish_non_exhaustive()
    }
}

/// Starts a task on the runtime of the current thread.
///
/// # Panics
/// If there is none: outside of tasks and of `Runtime::block_on`.
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    Handle::current().spawn(future)
}
