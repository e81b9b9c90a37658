//! The right to use what a mutex holds.

use std::fmt::{self, Debug, Formatter};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use super::Mutex;

/// Gives access to the value, and passes the lock on when it is dropped.
///
/// There is at most one for each mutex: it stands for the mutex's one place.
///
/// Threads may share a guard only if they may share the value, which a `Cell` does not allow:
///
/// ```compile_fail,E0277
/// fn share<T: Sync>() {}
/// share::<runtime::sync::MutexGuard<'static, std::cell::Cell<u8>>>();
/// ```
#[must_use = "the lock is released at once if the guard is not kept"]
pub struct MutexGuard<'a, T> {
    mutex: &'a Mutex<T>,
    /// A guard is as good as a `&mut T`, and goes wherever that may go. Without this the compiler
    /// would only see the `&Mutex<T>`, which is `Sync` even if `T` is not: two threads that share
    /// one guard of a `Mutex<Cell<_>>` would share the cell.
    _value: PhantomData<&'a mut T>,
}

impl<'a, T> MutexGuard<'a, T> {
    /// The place of this mutex must have been taken for it.
    pub(super) fn new(mutex: &'a Mutex<T>) -> Self {
        Self { mutex, _value: PhantomData }
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the pointer comes from a cell, so it points to a `T` that lives as long as the
        // mutex, which this guard borrows. Only a guard makes references to it, and this is the
        // only guard. The reference borrows the guard, so while it lives there is no `&mut`.
        self.mutex.value.with(|value| unsafe { &*value })
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`. The reference borrows the guard mutably, so there is no other.
        self.mutex.value.with_mut(|value| unsafe { &mut *value })
    }
}

impl<T> Drop for MutexGuard<'_, T> {
    /// What was done to the value happens before the next holder looks at it: both take the lock
    /// around the place, this one after, that one before.
    fn drop(&mut self) {
        self.mutex.unlock();
    }
}

impl<T: Debug> Debug for MutexGuard<'_, T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&**self, formatter)
    }
}
