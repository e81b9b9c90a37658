//! The allocation of a task: its header, its scheduler, and the future or what it came to.
//!
//! Everything here knows the type of the future. The rest of the runtime comes in through the
//! functions of a vtable, one for each type.

use std::any::Any;
use std::future::Future;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::ptr::NonNull;
use std::task::{Context, Poll};

use super::join::JoinError;
use super::owned::Place;
use super::pointer::{Header, Joined, Notified, Pointer, VTable};
use super::state::{Pause, Start};
use super::waker::borrowed_waker;
use crate::loom::cell::UnsafeCell;

/// What a task needs of the scheduler that it belongs to.
pub(crate) trait Schedule: Send + Sync + 'static {
    /// Queues a task that was woken.
    fn schedule(&self, task: Notified);
    /// Takes a task that is complete from the list of all tasks.
    fn forget(&self, place: Place) -> Option<Pointer>;
}

/// The allocation. `repr(C)` puts the header first, so that a pointer to one is one to the other.
#[repr(C)]
struct Task<F: Future, S> {
    header: Header,
    scheduler: S,
    /// Belongs to whoever the state says.
    stage: UnsafeCell<Stage<F>>,
}

enum Stage<F: Future> {
    Future(F),
    Result(Result<F::Output, JoinError>),
    Taken,
}

/// Allocates a task in the state scheduled: for the list of all tasks, for a queue, and for the
/// `JoinHandle`.
pub(super) fn allocate<F, S>(
    future: F,
    scheduler: S,
    place: Place,
) -> (Pointer, Notified, Joined<F::Output>)
where
    F: Future<Output: Send> + Send + 'static,
    S: Schedule,
{
    let vtable = &VTable {
        run: run::<F, S>,
        schedule: schedule::<F, S>,
        cancel: cancel::<F, S>,
        take_result: take_result::<F, S>,
        drop_result: drop_result::<F, S>,
        free: free::<F, S>,
    };
    let header = Header::new(vtable, place);
    let stage = UnsafeCell::new(Stage::Future(future));
    let task = Box::new(Task { header, scheduler, stage });
    // Not made from a reference to the header: it has to reach the whole task.
    let pointer = NonNull::from(Box::leak(task)).cast::<Header>();
    // SAFETY: the state begins with these three references, and the future and its result are
    // Send, as a pointer demands.
    unsafe { Pointer::first(pointer) }
}

/// # Safety
/// The pointer leads to a live task of these types, for as long as the caller uses the reference.
unsafe fn task<'a, F: Future, S>(pointer: NonNull<Header>) -> &'a Task<F, S> {
    // SAFETY: as the caller vouches; the header is the first field of the task.
    unsafe { pointer.cast::<Task<F, S>>().as_ref() }
}

unsafe fn run<F: Future, S: Schedule>(pointer: NonNull<Header>) -> Option<Notified> {
    // SAFETY: the caller's promise: the reference of the run is ours.
    let (task, reference) = unsafe { (task::<F, S>(pointer), Pointer::from_raw(pointer)) };
    let polled = match task.header.state.start() {
        Start::Nothing => return None,
        Start::Cancel => Poll::Ready(task.abandon()),
        Start::Poll => task.poll(pointer),
    };
    if let Poll::Ready(result) = polled {
        task.end(result);
        return None;
    }
    match task.header.state.pause() {
        Pause::Again => return Some(Notified::new(reference)),
        Pause::Cancel => task.end(task.abandon()),
        // `pause` has given up the reference.
        Pause::Idle { last: false } => mem::forget(reference),
        // SAFETY: it has given up the reference, and that was the last one.
        Pause::Idle { last: true } => unsafe { free::<F, S>(reference.into_raw()) },
    }
    None
}

unsafe fn schedule<F: Future, S: Schedule>(pointer: NonNull<Header>) {
    // SAFETY: the caller's promise; its own reference keeps the scheduler's field alive, even if
    // the task has been run to its end before this call returns.
    let (task, reference) = unsafe { (task::<F, S>(pointer), Pointer::from_raw(pointer)) };
    task.scheduler.schedule(Notified::new(reference));
}

unsafe fn cancel<F: Future, S: Schedule>(pointer: NonNull<Header>) {
    // SAFETY: the caller's promise.
    let task = unsafe { task::<F, S>(pointer) };
    task.end(task.abandon());
}

unsafe fn take_result<F: Future, S>(pointer: NonNull<Header>, result: *mut ()) {
    // SAFETY: the caller's promise; the stage is the caller's now.
    let stage = unsafe { task::<F, S>(pointer).replace(Stage::Taken) };
    if let Stage::Result(taken) = stage {
        // SAFETY: the caller points at an `Option` of this very type.
        unsafe { *result.cast::<Option<Result<F::Output, JoinError>>>() = Some(taken) }
    }
}

unsafe fn drop_result<F: Future, S>(pointer: NonNull<Header>) {
    // SAFETY: the caller's promise; the stage is the caller's now.
    let task = unsafe { task::<F, S>(pointer) };
    // As when the task completes after its handle has gone.
    hush(|| {
        // SAFETY: as above.
        drop(unsafe { task.replace(Stage::Taken) });
    });
}

unsafe fn free<F: Future, S>(pointer: NonNull<Header>) {
    // SAFETY: the allocation comes from a Box of this type, and nobody else has a pointer to it.
    drop(unsafe { Box::from_raw(pointer.cast::<Task<F, S>>().as_ptr()) });
}

impl<F: Future, S> Task<F, S> {
    /// # Safety
    /// The stage must be the caller's, by what the state says.
    unsafe fn replace(&self, stage: Stage<F>) -> Stage<F> {
        // SAFETY: nobody else has access. What is moved out is not a future that was pinned:
        // `abandon` and `poll` drop that where it lies.
        self.stage.with_mut(|place| unsafe { std::mem::replace(&mut *place, stage) })
    }

    /// Drops what is in the stage, where it lies. True if that panicked.
    ///
    /// # Safety
    /// The stage must be the caller's, by what the state says.
    unsafe fn clear(&self) -> Result<(), Payload> {
        self.stage.with_mut(|place| {
            // SAFETY: nobody else has access. If the destructor panics, it still counts as run,
            // and the place is overwritten without dropping what was there.
            let dropped =
                catch_unwind(AssertUnwindSafe(|| unsafe { std::ptr::drop_in_place(place) }));
            // SAFETY: as above.
            unsafe { place.write(Stage::Taken) };
            dropped
        })
    }
}

/// What a panic carries.
type Payload = Box<dyn Any + Send>;

/// Does what may panic although nobody is left to hear of it: a destructor, or a foreign waker. The
/// thread, which others need, goes on. What the panic carries is forgotten, not dropped: that might
/// panic too.
pub(crate) fn hush(act: impl FnOnce()) {
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(mem::forget);
}

impl<F: Future, S: Schedule> Task<F, S> {
    /// Polls the future, and drops it when it is done. The state is running.
    fn poll(&self, pointer: NonNull<Header>) -> Poll<Result<F::Output, JoinError>> {
        // SAFETY: the reference of the run outlives the poll.
        let waker = unsafe { borrowed_waker(pointer) };
        let mut context = Context::from_waker(&waker);
        let polled = catch_unwind(AssertUnwindSafe(|| {
            self.stage.with_mut(|stage| {
                // SAFETY: the state is running, by us, so the stage is ours.
                let Stage::Future(future) = (unsafe { &mut *stage }) else {
                    unreachable!("a task that is not complete has a future");
                };
                // SAFETY: the future is never moved: the allocation stays where it is until the
                // future was dropped in it.
                unsafe { Pin::new_unchecked(future) }.poll(&mut context)
            })
        }));
        let result = match polled {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(output)) => Ok(output),
            Err(payload) => Err(payload),
        };
        // SAFETY: as above.
        let result = match (result, unsafe { self.clear() }) {
            (Ok(output), Err(payload)) => {
                hush(|| drop(output));
                Err(payload)
            }
            (result, cleared) => {
                // The first of two panics is the one to tell of.
                cleared.unwrap_or_else(mem::forget);
                result
            }
        };
        Poll::Ready(result.map_err(JoinError::panic))
    }

    /// Drops the future before its time. The state is running, by the caller.
    fn abandon(&self) -> Result<F::Output, JoinError> {
        // SAFETY: the state is running, so the stage is ours.
        match unsafe { self.clear() } {
            Ok(()) => Err(JoinError::cancelled()),
            Err(payload) => Err(JoinError::panic(payload)),
        }
    }

    /// Stores the result, and tells whom it concerns. The state is running, by the caller, who
    /// also has a reference.
    fn end(&self, result: Result<F::Output, JoinError>) {
        // SAFETY: the state is running, so the stage is ours.
        unsafe { self.replace(Stage::Result(result)) };
        let unwanted = self.header.state.complete();
        hush(|| {
            if unwanted {
                // SAFETY: the handle was gone when the task completed, so the stage is still ours.
                drop(unsafe { self.replace(Stage::Taken) });
            } else {
                self.header.wake_joiner();
            }
        });
        drop(self.scheduler.forget(self.header.place));
    }
}
