//! The waker of the one task that waits for something.

use std::mem;
use std::task::Waker;

use crate::loom::{lock, sync::Mutex as Lock};

/// Holds at most one waker.
///
/// The event it waits for is recorded elsewhere, in an atomic. Who waits does [`Self::register`]
/// and *then* looks at the atomic; who brings the event changes the atomic and *then* does
/// [`Self::take`]. The lock puts the two in an order, so no wake-up is lost:
///
/// - `take` after `register` finds the waker;
/// - `register` after `take` sees, in its look at the atomic, all that came before `take`.
#[derive(Debug)]
pub(super) struct WakerCell(Lock<Option<Waker>>);

impl WakerCell {
    pub fn new() -> Self {
        Self(Lock::new(None))
    }

    /// Leaves a waker in the place of an earlier one. Look at the atomic again afterwards.
    pub fn register(&self, waker: &Waker) {
        let waker = Some(waker.clone());
        let before = mem::replace(&mut *lock(&self.0), waker);
        drop(before);
    }

    /// Takes the waker out, to wake it or because nobody waits any more.
    pub fn take(&self) -> Option<Waker> {
        lock(&self.0).take()
    }
}
