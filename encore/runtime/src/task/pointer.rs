//! Pointers to a task, which count.
//!
//! ```text
//!            ┌─ Header ────────────────────────┐ Task<F, S>
//!  Pointer ─►│ state │ vtable │ place │ joiner │ scheduler │ stage: F or its result │
//!            └─────────────────────────────────┘
//! ```
//!
//! Queues, wakers and handles do not know `F`. They have a [`Pointer`] to the header, which comes
//! first, and reach what depends on `F` and `S` through the functions of the vtable.

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;
use std::task::{Context, Poll, Waker};

use super::join::JoinError;
use super::owned::Place;
use super::state::State;
use crate::loom::lock;
use crate::loom::sync::Mutex;

/// What of a task does not depend on the type of its future.
pub(super) struct Header {
    pub(super) state: State,
    vtable: &'static VTable,
    /// Where the list of all tasks has it.
    pub(super) place: Place,
    /// Whom to wake when the task completes.
    joiner: Mutex<Option<Waker>>,
}

/// What depends on the type of the future. All of them want a pointer to a live task of that type.
pub(super) struct VTable {
    /// Takes over a reference, that of the run, and may give it back.
    pub(super) run: unsafe fn(NonNull<Header>) -> Option<Notified>,
    /// Takes over a reference; the caller has made the state scheduled, and keeps another one.
    pub(super) schedule: unsafe fn(NonNull<Header>),
    /// Ends a task that the caller has claimed.
    pub(super) cancel: unsafe fn(NonNull<Header>),
    /// Moves the result to an `Option<Result<T, JoinError>>`. Only while the result is the
    /// caller's.
    pub(super) take_result: unsafe fn(NonNull<Header>, *mut ()),
    /// Drops the result. Only while it is the caller's.
    pub(super) drop_result: unsafe fn(NonNull<Header>),
    /// Frees the task. Only after the last reference is given up.
    pub(super) free: unsafe fn(NonNull<Header>),
}

/// A counted reference to a task.
pub(crate) struct Pointer(NonNull<Header>);

// SAFETY: `first` demands that the future and its result be Send. What several threads may reach at
// once is the header, all of whose fields are Sync, and the scheduler, which is too.
unsafe impl Send for Pointer {}
// SAFETY: as above.
unsafe impl Sync for Pointer {}

impl Pointer {
    /// All the references that a new task begins with.
    ///
    /// # Safety
    /// The pointer leads to a task that is new, and whose future and result are Send. `T` is the
    /// type of its result.
    pub(super) unsafe fn first<T>(pointer: NonNull<Header>) -> (Self, Notified, Joined<T>) {
        (Self(pointer), Notified(Self(pointer)), Joined(Self(pointer), PhantomData))
    }

    /// # Safety
    /// The pointer leads to a live task, and comes with a counted reference, for us to give up.
    pub(super) unsafe fn from_raw(pointer: NonNull<Header>) -> Self {
        Self(pointer)
    }

    pub(super) fn header(&self) -> &Header {
        // SAFETY: a reference is counted for `self`, so the task lives as long.
        unsafe { self.0.as_ref() }
    }

    /// Gives the reference to the caller to look after.
    pub(super) fn into_raw(self) -> NonNull<Header> {
        ManuallyDrop::new(self).0
    }

    pub(super) fn wake(&self) {
        if self.header().state.wake() {
            self.schedule();
        }
    }

    /// Queues the task, with a reference of its own. The caller has made it scheduled.
    fn schedule(&self) {
        let schedule = self.header().vtable.schedule;
        // SAFETY: the task lives, also after another thread has run it: we keep our reference.
        unsafe { schedule(self.clone().into_raw()) }
    }

    /// Asks for the end of the task.
    pub(super) fn abort(&self) {
        if self.header().state.cancel() {
            self.schedule();
        }
    }

    /// Ends the task: now, or when the poll that is under way ends.
    pub(super) fn shut_down(&self) {
        if self.header().state.claim() {
            // SAFETY: the task lives, and we have just claimed it.
            unsafe { (self.header().vtable.cancel)(self.0) }
        }
    }
}

impl Clone for Pointer {
    fn clone(&self) -> Self {
        self.header().state.retain();
        Self(self.0)
    }
}

impl Drop for Pointer {
    fn drop(&mut self) {
        if self.header().state.release() {
            // SAFETY: that was the last reference, and the vtable is that of the task's type.
            unsafe { (self.header().vtable.free)(self.0) }
        }
    }
}

impl Header {
    pub(super) fn new(vtable: &'static VTable, place: Place) -> Self {
        Self { state: State::new(), vtable, place, joiner: Mutex::new(None) }
    }

    /// Makes this waker the one to be woken.
    fn join_with(&self, waker: &Waker) {
        let mut joiner = lock(&self.joiner);
        if joiner.as_ref().is_none_or(|joiner| !joiner.will_wake(waker)) {
            let previous = joiner.replace(waker.clone());
            // Dropping a waker can run anything, which may come back here.
            drop(joiner);
            drop(previous);
        }
    }

    pub(super) fn wake_joiner(&self) {
        let joiner = lock(&self.joiner).take();
        if let Some(joiner) = joiner {
            joiner.wake();
        }
    }
}

/// A reference to a task that has to run, and the right to run it.
pub(crate) struct Notified(Pointer);

impl Notified {
    /// The state of the reference's task is scheduled, for this one and no other.
    pub(super) fn new(reference: Pointer) -> Self {
        Self(reference)
    }

    /// Polls the future once. A task that was woken meanwhile comes back, to be queued again.
    #[must_use]
    pub(crate) fn run(self) -> Option<Self> {
        let run = self.0.header().vtable.run;
        // SAFETY: the task lives, and its vtable is that of its type. Our reference goes over.
        unsafe { run(self.0.into_raw()) }
    }

    /// A pointer for a queue to hold; not null.
    pub(crate) fn into_raw(self) -> *mut () {
        self.0.into_raw().as_ptr().cast()
    }

    /// # Safety
    /// The pointer comes from `into_raw`, and is given back once.
    pub(crate) unsafe fn from_raw(pointer: *mut ()) -> Self {
        // SAFETY: `into_raw` made it from a `NonNull`, and did not give up its reference.
        Self(Pointer(unsafe { NonNull::new_unchecked(pointer.cast()) }))
    }
}

/// The reference of a `JoinHandle`, to which the result belongs.
///
/// It hands out a `T`, which is Send since its task was spawned, and holds none.
pub(super) struct Joined<T>(Pointer, PhantomData<fn() -> T>);

impl<T> Joined<T> {
    pub(super) fn pointer(&self) -> &Pointer {
        &self.0
    }

    /// The result, or a promise to wake whoever asked last.
    pub(super) fn poll(&self, context: &Context<'_>) -> Poll<Result<T, JoinError>> {
        let header = self.0.header();
        if !header.state.is_complete() {
            header.join_with(context.waker());
            // Whoever completes looks for a joiner afterwards. Either it found the new one, or it
            // held the lock before us, and then the task is complete by now.
            if !header.state.is_complete() {
                return Poll::Pending;
            }
        }
        let mut result: Option<Result<T, JoinError>> = None;
        // SAFETY: the task is complete and `JOIN` is set, so the result is ours; it is a `T`, as
        // `Pointer::first` was promised.
        unsafe { (header.vtable.take_result)(self.0.0, (&raw mut result).cast()) }
        let Some(result) = result else {
            panic!("a JoinHandle was polled after it had returned its result");
        };
        Poll::Ready(result)
    }
}

impl<T> Drop for Joined<T> {
    fn drop(&mut self) {
        if self.0.header().state.leave() {
            // SAFETY: the task is complete and `JOIN` is still set, so the result is ours.
            unsafe { (self.0.header().vtable.drop_result)(self.0.0) }
        }
        // Nobody waits any more. A task that waited for itself would otherwise hold itself.
        let joiner = lock(&self.0.header().joiner).take();
        drop(joiner);
    }
}
