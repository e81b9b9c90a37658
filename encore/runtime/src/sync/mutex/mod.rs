//! A lock that may be held across an `.await`.
//!
//! A lock of the standard library blocks the thread of whoever waits for it, and with it all other
//! tasks of that thread. This one lets the task wait. Use it for what has to be held while
//! something else is awaited; for a few quick steps the other kind is better.
//!
//! It is [`Places`] with one place. Whoever takes the place gets a [`MutexGuard`], and only a guard
//! touches the value:
//!
//! ```text
//!            lock, nobody holds it              guard dropped, nobody waits
//!   free ─────────────────────────────► held ─────────────────────────────► free
//!                                       │  ▲
//!           guard dropped, somebody waits└──┘ the first in line now holds it
//! ```
//!
//! It is fair: locks are given in the order in which tasks began to wait. Unlike the standard
//! library's, it is not poisoned when a task panics with the guard: the guard is dropped, and the
//! next task finds the value as it was left.

mod guard;
mod waiting;

pub use guard::MutexGuard;

use std::error::Error;
use std::fmt::{self, Debug, Display, Formatter};

use self::waiting::WaitForTurn;
use super::places::Places;
use super::wake_all;
use crate::coop::consume_budget;
use crate::loom::cell::UnsafeCell;
use crate::loom::lock;
use crate::loom::sync::Mutex as Lock;

/// A value that one task at a time may use.
pub struct Mutex<T> {
    /// The one place, and who waits for it. This lock is held for a few steps only.
    turn: Lock<Places>,
    /// Touched by nobody but the guard that has the place, or by the owner of the whole.
    value: UnsafeCell<T>,
}

// SAFETY: a mutex gives out the value by `&mut` to one thread at a time, and by value when it is
// taken apart. Both are fine if the value may be sent. `T: Sync` is not needed: a shared mutex
// never gives two threads the value at once.
unsafe impl<T: Send> Send for Mutex<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Mutex<T> {}

impl<T> Mutex<T> {
    pub fn new(value: T) -> Self {
        Self { turn: Lock::new(Places::new(1)), value: UnsafeCell::new(value) }
    }

    /// Waits until it is this task's turn.
    ///
    /// Cancel safe, except that the place in line is lost. If the turn has come when the future is
    /// dropped, it is passed on.
    pub async fn lock(&self) -> MutexGuard<'_, T> {
        consume_budget().await;
        match self.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError) => WaitForTurn::new(self).await,
        }
    }

    /// Takes the lock if nobody holds it or waits for it.
    pub fn try_lock(&self) -> Result<MutexGuard<'_, T>, TryLockError> {
        if lock(&self.turn).try_take() { Ok(MutexGuard::new(self)) } else { Err(TryLockError) }
    }

    /// Hands the lock to the next in line. Only for the guard that has it.
    fn unlock(&self) {
        let next = lock(&self.turn).put_back();
        wake_all(next);
    }
}

impl<T: Debug> Debug for Mutex<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self.try_lock() {
            Ok(guard) => formatter.debug_tuple("Mutex").field(&*guard).finish(),
            Err(TryLockError) => formatter.write_str("Mutex(<locked>)"),
        }
    }
}

/// Somebody holds the lock, or is about to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TryLockError;

impl Display for TryLockError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("the lock is held")
    }
}

impl Error for TryLockError {}
