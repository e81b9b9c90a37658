//! The primitives that every hand-written protocol of this crate is built of: the real ones, or a
//! model checker's.
//!
//! In an ordinary build these are the types of the standard library. Under `--cfg loom` they are
//! loom's, which run a test again and again, each time with another interleaving of its threads
//! and another legal outcome of each atomic load, until all have been tried. A protocol that is
//! written against this module is checked as it is shipped, not as a copy of it.

#[cfg(not(loom))]
mod imp {
    pub(crate) mod sync {
        pub(crate) use std::sync::{Arc, Condvar, Mutex, MutexGuard, atomic};
    }

    pub(crate) mod cell {
        /// An [`std::cell::UnsafeCell`] with as much of loom's interface as is used: a pointer lives
        /// for one closure, so that loom can tell who accessed the cell when.
        #[derive(Debug)]
        pub(crate) struct UnsafeCell<T: ?Sized>(std::cell::UnsafeCell<T>);

        impl<T> UnsafeCell<T> {
            pub(crate) const fn new(value: T) -> Self {
                Self(std::cell::UnsafeCell::new(value))
            }
        }

        impl<T: ?Sized> UnsafeCell<T> {
            /// Shared access: the pointer may be read.
            #[inline]
            pub(crate) fn with<R>(&self, access: impl FnOnce(*const T) -> R) -> R {
                access(self.0.get())
            }

            /// Exclusive access: the pointer may be written, by one.
            #[inline]
            pub(crate) fn with_mut<R>(&self, access: impl FnOnce(*mut T) -> R) -> R {
                access(self.0.get())
            }
        }
    }
}

#[cfg(loom)]
mod imp {
    pub(crate) mod sync {
        pub(crate) use loom::sync::{Arc, Condvar, Mutex, MutexGuard, atomic};
    }

    pub(crate) use loom::thread;

    pub(crate) mod cell {
        pub(crate) use loom::cell::UnsafeCell;
    }
}

#[cfg(loom)]
#[cfg_attr(
    not(test),
    expect(unused_imports, reason = "models start threads, protocols do not")
)]
pub(crate) use imp::thread;
pub(crate) use imp::{cell, sync};

/// Locks, also after a panic elsewhere: nothing in this crate leaves a lock's contents half
/// changed, and no code of a user runs under one.
#[cfg(not(tsan))]
pub(crate) fn lock<T>(mutex: &sync::Mutex<T>) -> sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The same for ThreadSanitizer, under `--cfg tsan`. It does not see into the standard library as
/// that comes, and would take what happens in there, when a lock has to wait, for a race.
#[cfg(tsan)]
pub(crate) fn lock<T>(mutex: &sync::Mutex<T>) -> sync::MutexGuard<'_, T> {
    use std::sync::TryLockError;
    loop {
        match mutex.try_lock() {
            Ok(guard) => return guard,
            Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => std::thread::yield_now(),
        }
    }
}
