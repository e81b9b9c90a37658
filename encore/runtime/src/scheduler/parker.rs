//! Where a worker sleeps.
//!
//! | state | the worker | `unpark` |
//! |---|---|---|
//! | `EMPTY` | runs | leaves `NOTIFIED`: the next `park` returns at once |
//! | `ON_CONDVAR` | sleeps on the condition variable | notifies it |
//! | `ON_DRIVER` | waits for events in the driver | wakes the driver |
//! | `NOTIFIED` | was told to wake | nothing more to do |
//!
//! Each change is one atomic swap. So either `unpark` sees where the worker sleeps, or the worker
//! sees, before it sleeps, that it was told to wake.

use crate::loom::lock;
use crate::loom::sync::atomic::{
    AtomicUsize,
    Ordering::{AcqRel, Acquire},
};
use crate::loom::sync::{Condvar, Mutex};

const EMPTY: usize = 0;
const ON_CONDVAR: usize = 1;
const ON_DRIVER: usize = 2;
const NOTIFIED: usize = 3;

pub(crate) struct Parker {
    state: AtomicUsize,
    /// Held from the announcement of sleep to the sleep, so that a notification cannot fall
    /// between the two.
    lock: Mutex<()>,
    condvar: Condvar,
}

impl Parker {
    pub(crate) fn new() -> Self {
        Self { state: AtomicUsize::new(EMPTY), lock: Mutex::new(()), condvar: Condvar::new() }
    }

    /// Sleeps until `unpark`, which may have been called before.
    pub(crate) fn park(&self) {
        let mut guard = lock(&self.lock);
        if self.announce(ON_CONDVAR) {
            while self.state.load(Acquire) != NOTIFIED {
                guard = self.condvar.wait(guard).unwrap_or_else(std::sync::PoisonError::into_inner);
            }
        }
        self.state.swap(EMPTY, AcqRel);
    }

    /// Waits for events instead, which `unpark` must be able to interrupt.
    pub(crate) fn park_in_driver(&self, wait: impl FnOnce()) {
        if self.announce(ON_DRIVER) {
            wait();
        }
        self.state.swap(EMPTY, AcqRel);
    }

    /// False if there was a notification already.
    fn announce(&self, place: usize) -> bool {
        self.state.compare_exchange(EMPTY, place, AcqRel, Acquire).is_ok()
    }

    pub(crate) fn unpark(&self, wake_driver: impl FnOnce()) {
        match self.state.swap(NOTIFIED, AcqRel) {
            ON_DRIVER => wake_driver(),
            ON_CONDVAR => {
                drop(lock(&self.lock));
                self.condvar.notify_one();
            }
            _ => {}
        }
    }
}
