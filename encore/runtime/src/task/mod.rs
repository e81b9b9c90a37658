//! Tasks: a future on the heap, a word of state, and wakers that point at it.
//!
//! # Who holds a task
//!
//! A task is one allocation (`cell`), counted by the references in its state word (`state`):
//!
//! | holder | how many | until |
//! |---|---|---|
//! | the list of all tasks | one | the task completes, or the runtime shuts down |
//! | a queue, or the thread that runs it | at most one | the poll ends without another wake-up |
//! | [`JoinHandle`] | at most one | it is dropped |
//! | wakers and [`AbortHandle`]s | any number | each is dropped |
//!
//! # How a task ends
//!
//! | what happens | the future is dropped | the joiner gets |
//! |---|---|---|
//! | it returns | after its last poll, by the worker | `Ok(output)` |
//! | it panics | by the worker, which goes on | `Err`, [`JoinError::into_panic`] has the payload |
//! | [`JoinHandle::abort`] | by a worker, at the `.await` where it stands, or at its next one | `Err`, [`JoinError::is_cancelled`] |
//! | its `JoinHandle` is dropped | not at all: the task is detached and runs on | |
//! | its [`AbortOnDropHandle`] is dropped | as by `abort` | |
//! | the `Runtime` is dropped | by the thread that drops the runtime, after the workers have ended | `Err`, [`JoinError::is_cancelled`] |
//!
//! Cancelling a future means dropping it: it is never polled again, and the destructors of what
//! it holds run. Code between two `.await`s is never interrupted.
//!
//! # Is this sound?
//!
//! *Can two threads touch the future at once?* Only who moves the state to running may, and each
//! way there is one compare-and-swap on a word in which nobody is running yet. The loom tests at
//! `loom_tests` try all interleavings of wakers, runners, aborts and joiners of small models; the
//! cell that holds the future panics there when two accesses overlap.
//!
//! *Who may take the result?* The joiner while the bit `JOIN` is set and the task is complete, else
//! whoever completed it. Clearing `JOIN` and becoming complete are changes of one word: one of the
//! two is first, and the other one sees it.
//!
//! *Can a reference outlive the task?* Handles are pointers, made from the one that the allocation
//! gave, so they may reach all of it. Only shared references to it are made while others may look,
//! and what changes in the header are atomics and a lock. `&mut` is made to the future alone, in
//! its own `UnsafeCell`, while running; a `Pin` of it holds because it is dropped where it lies.
//!
//! *Can a waker leak the future?* No. The list of all tasks keeps a future alive, nothing else
//! does, and it is dropped when the task completes. A forgotten waker costs the bare allocation,
//! and through it what the runtime's threads shared, two descriptors included. A future that holds
//! its own waker, or holds or awaits its own `JoinHandle`, is no leak either: the cycle is cut when
//! the future is dropped, at the latest with the runtime.
//!
//! *What if a destructor panics?* A panic in the future's drop is the task's panic. One in the drop
//! of a result that nobody asked for is swallowed, as the worker must go on. So is the second of
//! two, and what a swallowed panic carries is leaked: its destructor could be the next to panic.

#[expect(unsafe_code, reason = "the future is erased, and shared by a protocol")]
mod cell;
mod join;
#[cfg(all(test, loom))]
mod loom_tests;
mod owned;
#[expect(unsafe_code, reason = "references are counted by hand")]
mod pointer;
mod state;
#[expect(unsafe_code, reason = "a waker is a raw pointer and a table of functions")]
mod waker;

pub(crate) use cell::{Schedule, hush};
pub use join::{AbortHandle, AbortOnDropHandle, JoinError, JoinHandle};
pub(crate) use owned::{Owned, Place};
pub(crate) use pointer::{Notified, Pointer};
