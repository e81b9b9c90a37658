//! What tasks wait with for each other: channels and a lock.
//!
//! | | carries | who waits |
//! |---|---|---|
//! | [`oneshot`] | one value, from one task to one other | the receiver |
//! | [`mpsc`] | values in a row, from many tasks to one | the receiver; senders too, if it is bounded |
//! | [`Mutex`] | the right to use a value | everybody else |
//!
//! None of them knows the scheduler. A task that has to wait leaves its [`Waker`] with whatever it
//! waits for, and returns `Pending`; whoever brings the event takes that waker and wakes it. So all
//! of this runs on any executor. On this crate's, what does not have to wait spends of the task's
//! budget (see `coop`), so that a queue that is never empty cannot keep a worker for ever.
//!
//! # Two rules
//!
//! **Look again after registering.** "Nothing there, so I leave my waker" is two steps, and the
//! event may come between them. Either one lock covers both steps (`Mutex`, and a sender of `mpsc`
//! that waits in line), or the second is followed by another look (`oneshot`, and the receiver of
//! `mpsc`).
//!
//! **Under a lock, only our own code runs.** A waker is an interface: what it does when it is
//! woken, cloned or dropped is up to the executor, and dropping the last handle of a task may drop
//! its future, with the very receiver whose lock we hold. The same goes for the values in a
//! channel. So a waker is cloned before the lock is taken, and woken or dropped after it is
//! released.
//!
//! It follows that nothing panics while a lock is held, and that what a lock guards is whole
//! whenever it is free. So a poisoned lock tells us nothing, and `loom::lock` looks past it.
//!
//! # Waiting in line
//!
//! `mpsc` and `Mutex` have limited places, and share the queue for them: `places`, on top of
//! `wait_queue`. A place that becomes free goes straight to the task that has waited longest. It is
//! never up for grabs while somebody waits, so nobody can starve; and a task that gives up its turn
//! passes it on.

#[cfg(all(test, loom))]
mod loom_tests;
pub mod mpsc;
#[expect(unsafe_code, reason = "whoever has the turn may touch the value: see `guard`")]
mod mutex;
pub mod oneshot;
mod places;
mod wait_queue;
mod waker_cell;

pub use mutex::{Mutex, MutexGuard, TryLockError};

use std::task::Waker;

/// Wakes those who were found waiting under a lock. Call it when the lock is released.
fn wake_all(wakers: impl IntoIterator<Item = Waker>) {
    for waker in wakers {
        waker.wake();
    }
}
