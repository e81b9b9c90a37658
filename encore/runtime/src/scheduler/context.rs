//! Which runtime the current thread belongs to, so that `spawn`, `sleep` and sockets find it.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::shared::Shared;
use super::worker::Core;
use crate::task::Notified;

struct Context {
    shared: Arc<Shared>,
    /// Set if the thread is one of the workers.
    core: Option<Rc<Core>>,
}

thread_local! {
    static CONTEXT: RefCell<Option<Context>> = const { RefCell::new(None) };
}

/// Puts the thread back where it was before.
pub(super) struct Entered(Option<Context>);

impl Drop for Entered {
    fn drop(&mut self) {
        let context = CONTEXT.replace(self.0.take());
        // Not before the cell is free again: it may be the last one to know the runtime.
        drop(context);
    }
}

/// Makes the thread belong to this runtime, until the guard is dropped.
pub(super) fn enter(shared: Arc<Shared>, core: Option<Rc<Core>>) -> Entered {
    Entered(CONTEXT.replace(Some(Context { shared, core })))
}

/// The runtime of the current thread.
///
/// # Panics
/// If there is none.
pub(crate) fn current() -> Arc<Shared> {
    let found = CONTEXT.with_borrow(|context| Some(Arc::clone(&context.as_ref()?.shared)));
    found.unwrap_or_else(|| panic!("this needs a runtime: call it from a task or in `block_on`"))
}

/// Whether the current thread is a worker, of whatever runtime.
pub(super) fn is_worker() -> bool {
    CONTEXT.with_borrow(|context| context.as_ref().is_some_and(|context| context.core.is_some()))
}

/// Calls `f` if the current thread is a worker of this runtime. While a thread ends, it is none.
fn with_core<R>(shared: &Arc<Shared>, f: impl FnOnce(&Core) -> R) -> Option<R> {
    let found = CONTEXT.try_with(|context| {
        let context = context.borrow();
        let context = context.as_ref().filter(|context| Arc::ptr_eq(&context.shared, shared))?;
        context.core.as_deref().map(f)
    });
    found.ok().flatten()
}

/// The index of the current thread, if it is a worker of this runtime.
pub(super) fn worker_index(shared: &Arc<Shared>) -> Option<usize> {
    with_core(shared, |core| core.index)
}

/// Queues a task with the current thread. Gives it back if that is no worker of this runtime.
pub(super) fn schedule_here(shared: &Arc<Shared>, task: Notified) -> Result<(), Notified> {
    let mut task = Some(task);
    with_core(shared, |core| task.take().map(|task| core.schedule(task, shared)));
    task.map_or(Ok(()), Err)
}
