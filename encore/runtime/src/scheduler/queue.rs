//! A worker's own queue: one thread pushes, all may pop.
//!
//! ```text
//!   slots   ┌───┬───┬───┬───┬───┬───┬───┬───┐
//!           │   │   │ a │ b │ c │ d │   │   │
//!           └───┴───┴───┴───┴───┴───┴───┴───┘
//!                     ▲ head          ▲ tail
//!     taken by moving head forward    added by the owner, who then moves tail forward
//! ```
//!
//! `head` and `tail` count all that was ever taken and added; a slot's index is the count modulo
//! the capacity. As they never go back, a successful compare-and-swap of `head` means that nobody
//! has taken anything since it was read.
//!
//! | who | does | ordering |
//! |---|---|---|
//! | owner, push | writes the slot, then `tail` | release, so that who sees `tail` sees the slot |
//! | owner and thieves, take | reads `head`, `tail`, the slots; swaps `head` | acquire, for the slots; release, so that the owner sees the slots read before it writes them anew |
//!
//! A thief may read a slot that the owner is overwriting. Then `head` has moved on, the swap fails,
//! and what was read is thrown away unused. That is no data race, as slots are atomics; and no use
//! of what somebody else owns, as they are mere pointers until the swap has succeeded.

use std::cell::Cell;
use std::marker::PhantomData;

use super::injector::Injector;
use crate::loom::sync::Arc;
use crate::loom::sync::atomic::{
    AtomicPtr, AtomicUsize,
    Ordering::{AcqRel, Acquire, Relaxed, Release},
};
use crate::task::Notified;

/// How many tasks wait with a worker before half of them go to the injector.
#[cfg(not(loom))]
const CAPACITY: usize = 256;
#[cfg(loom)]
const CAPACITY: usize = 4;

/// What can be a pointer while it waits.
///
/// # Safety
/// `from_raw` gives back what `into_raw` was given.
pub(crate) unsafe trait Entry: Send {
    fn into_raw(self) -> *mut ();
    /// # Safety
    /// The pointer comes from `into_raw`, and is given back once.
    unsafe fn from_raw(pointer: *mut ()) -> Self;
}

// SAFETY: the methods of Notified promise it.
unsafe impl Entry for Notified {
    fn into_raw(self) -> *mut () {
        Notified::into_raw(self)
    }

    unsafe fn from_raw(pointer: *mut ()) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Notified::from_raw(pointer) }
    }
}

struct Ring<T> {
    head: AtomicUsize,
    /// Written by the owner only.
    tail: AtomicUsize,
    slots: Box<[AtomicPtr<()>]>,
    entries: PhantomData<T>,
}

/// The owner's end of the queue: there is one, and one thread has it at a time.
pub(super) struct Local<T: Entry> {
    ring: Arc<Ring<T>>,
    /// `push` must not be called by two threads at once: this makes the type not Sync.
    not_sync: PhantomData<Cell<()>>,
}

/// The other end, for whoever has nothing to do.
pub(super) struct Stealer<T: Entry>(Arc<Ring<T>>);

pub(super) fn queue<T: Entry>() -> (Local<T>, Stealer<T>) {
    let ring = Arc::new(Ring {
        head: AtomicUsize::new(0),
        tail: AtomicUsize::new(0),
        slots: (0..CAPACITY).map(|_| AtomicPtr::default()).collect(),
        entries: PhantomData,
    });
    (Local { ring: Arc::clone(&ring), not_sync: PhantomData }, Stealer(ring))
}

impl<T> Ring<T> {
    fn slot(&self, count: usize) -> &AtomicPtr<()> {
        &self.slots[count % CAPACITY]
    }

    /// Takes those from `head` on. Otherwise the head as it is now.
    fn take(&self, head: usize, count: usize) -> Result<usize, usize> {
        self.head.compare_exchange(head, head + count, AcqRel, Acquire)
    }

    /// How many wait, or a little while ago did.
    fn len(&self) -> usize {
        let head = self.head.load(Acquire);
        self.tail.load(Acquire) - head
    }
}

impl<T: Entry> Local<T> {
    pub(super) fn len(&self) -> usize {
        self.ring.len()
    }

    /// Adds an entry. If there is no room, half of the queue goes to the injector with it.
    pub(super) fn push(&self, entry: T, injector: &Injector<T>) {
        let ring = &*self.ring;
        let tail = ring.tail.load(Relaxed);
        loop {
            // Acquire: the slot that we are about to write was read by whoever took it.
            let head = ring.head.load(Acquire);
            if tail - head < CAPACITY {
                ring.slot(tail).store(entry.into_raw(), Relaxed);
                ring.tail.store(tail + 1, Release);
                return;
            }
            let taken: Vec<_> =
                (head..head + CAPACITY / 2).map(|count| ring.slot(count).load(Relaxed)).collect();
            if ring.take(head, taken.len()).is_ok() {
                // SAFETY: the swap has made them ours.
                let taken = taken.into_iter().map(|pointer| unsafe { T::from_raw(pointer) });
                return injector.extend(taken.chain([entry]));
            }
        }
    }

    /// Takes the oldest entry.
    pub(super) fn pop(&self) -> Option<T> {
        let ring = &*self.ring;
        let tail = ring.tail.load(Relaxed);
        let mut head = ring.head.load(Acquire);
        while head < tail {
            let pointer = ring.slot(head).load(Relaxed);
            match ring.take(head, 1) {
                // SAFETY: the swap has made it ours.
                Ok(_) => return Some(unsafe { T::from_raw(pointer) }),
                Err(now) => head = now,
            }
        }
        None
    }
}

impl<T: Entry> Stealer<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.len() == 0
    }

    /// Moves half of the entries, rounded up, to a thief's queue, which must be empty. The last of
    /// them is the thief's to run at once.
    pub(super) fn steal_into(&self, thief: &Local<T>) -> Option<T> {
        debug_assert_eq!(thief.len(), 0);
        let (from, to) = (&*self.0, &*thief.ring);
        let tail = to.tail.load(Relaxed);
        let mut head = from.head.load(Acquire);
        loop {
            let count = (from.tail.load(Acquire) - head).div_ceil(2);
            if count == 0 {
                return None;
            }
            if count > CAPACITY / 2 {
                // More than fit: the head that we know is out of date.
                head = from.head.load(Acquire);
                continue;
            }
            let mut last = std::ptr::null_mut();
            for offset in 0..count {
                last = from.slot(head + offset).load(Relaxed);
                to.slot(tail + offset).store(last, Relaxed);
            }
            match from.take(head, count) {
                Ok(_) => {
                    to.tail.store(tail + count - 1, Release);
                    // SAFETY: the swap has made all of them ours; this one is not counted in.
                    return Some(unsafe { T::from_raw(last) });
                }
                Err(now) => head = now,
            }
        }
    }
}

impl<T: Entry> Drop for Local<T> {
    fn drop(&mut self) {
        while self.pop().is_some() {}
    }
}
