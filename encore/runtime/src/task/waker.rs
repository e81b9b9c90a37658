//! Wakers: a [`Pointer`] behind a vtable of the standard library.
//!
//! | operation | references | state |
//! |---|---|---|
//! | clone | + 1 | |
//! | wake by reference | + 1 if the task goes into a queue | idle → scheduled, running → notified |
//! | wake | the same, then − 1 | the same |
//! | drop | − 1, and whoever gives up the last one frees the task | |

use std::mem::ManuallyDrop;
use std::ptr::NonNull;
use std::task::{RawWaker, RawWakerVTable, Waker};

use super::pointer::{Header, Pointer};

/// A waker for the time of a poll, which has a reference that it can use.
///
/// # Safety
/// The task lives, and the waker is not used when the caller's reference is gone.
pub(super) unsafe fn borrowed_waker(pointer: NonNull<Header>) -> ManuallyDrop<Waker> {
    // SAFETY: the vtable goes with the pointer. The count is not touched: this waker is not
    // dropped, and a clone counts itself.
    ManuallyDrop::new(unsafe { Waker::from_raw(raw_waker(pointer)) })
}

fn raw_waker(pointer: NonNull<Header>) -> RawWaker {
    RawWaker::new(pointer.as_ptr().cast_const().cast(), &WAKER)
}

static WAKER: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, drop_waker);

unsafe fn clone(pointer: *const ()) -> RawWaker {
    // SAFETY: the waker that is cloned keeps its reference; the clone gets one of its own.
    let reference = ManuallyDrop::new(unsafe { from_waker(pointer) });
    raw_waker(Pointer::clone(&reference).into_raw())
}

unsafe fn wake(pointer: *const ()) {
    // SAFETY: the waker is used up, and its reference with it.
    unsafe { from_waker(pointer) }.wake();
}

unsafe fn wake_by_ref(pointer: *const ()) {
    // SAFETY: the waker keeps its reference.
    ManuallyDrop::new(unsafe { from_waker(pointer) }).wake();
}

unsafe fn drop_waker(pointer: *const ()) {
    // SAFETY: the waker is used up, and its reference with it.
    drop(unsafe { from_waker(pointer) });
}

/// # Safety
/// The pointer is a waker's, whose reference the caller takes or leaves.
unsafe fn from_waker(pointer: *const ()) -> Pointer {
    // SAFETY: `raw_waker` made it from a `NonNull`.
    unsafe { Pointer::from_raw(NonNull::new_unchecked(pointer.cast_mut().cast())) }
}
