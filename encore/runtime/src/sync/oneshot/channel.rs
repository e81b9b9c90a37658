//! The cell, and the byte that says whose it is. See the table in the module above.

use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed};

use crate::loom::cell::UnsafeCell;
use crate::loom::sync::atomic::AtomicU8;
use crate::sync::waker_cell::WakerCell;

const EMPTY: u8 = 0;
const SENT: u8 = 1;
const TAKEN: u8 = 2;
const ABANDONED: u8 = 3;
const CLOSED: u8 = 4;

/// What the two ends share.
#[derive(Debug)]
pub(super) struct Channel<T> {
    state: AtomicU8,
    /// Touched only by the end that owns it in the present state.
    value: UnsafeCell<Option<T>>,
    /// Where the receiver waits for the sender to send or go.
    pub receiver: WakerCell,
    /// Where the sender waits for the receiver to go.
    pub sender: WakerCell,
}

// SAFETY: a value goes from one thread to another, which `T: Send` allows. It is never shared: at
// any time the cell belongs to one end.
unsafe impl<T: Send> Send for Channel<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Channel<T> {}

/// What the receiver finds.
pub(super) enum Found<T> {
    Value(T),
    /// The sender may still send.
    Nothing,
    /// No value will come, or it was taken before.
    End,
}

impl<T> Channel<T> {
    pub fn new() -> Self {
        Self {
            state: AtomicU8::new(EMPTY),
            value: UnsafeCell::new(None),
            receiver: WakerCell::new(),
            sender: WakerCell::new(),
        }
    }

    /// Sends. Only for the sender, once, and never after [`Self::abandon`].
    pub fn send(&self, value: T) -> Result<(), T> {
        // SAFETY: only the sender leaves `EMPTY` for `SENT`, and has not done so; so the cell is
        // the sender's, in `EMPTY` as in `CLOSED`.
        self.value.with_mut(|cell| unsafe { *cell = Some(value) });
        if self.leave_empty(SENT) {
            return Ok(());
        }
        // SAFETY: the state is `CLOSED`, which never changes again, and the cell the sender's.
        self.value.with_mut(|cell| unsafe { (*cell).take() }).map_or(Ok(()), Err)
    }

    /// Ends the channel without a value. Only for the sender.
    pub fn abandon(&self) {
        self.leave_empty(ABANDONED);
    }

    /// Ends the channel unless the sender has done so. True if the sender now has to be told. Only
    /// for the receiver.
    pub fn close(&self) -> bool {
        self.leave_empty(CLOSED)
    }

    pub fn is_closed(&self) -> bool {
        self.state.load(Acquire) == CLOSED
    }

    /// Takes what is there. Only for the receiver.
    pub fn take(&self) -> Found<T> {
        match self.state.load(Acquire) {
            EMPTY => Found::Nothing,
            SENT => {
                // SAFETY: in `SENT` the cell is the receiver's. That we have seen `SENT` by
                // `Acquire` makes the sender's write to it happen before this.
                let value = self.value.with_mut(|cell| unsafe { (*cell).take() });
                // The sender is through with the channel: nobody else reads this.
                self.state.store(TAKEN, Relaxed);
                value.map_or(Found::End, Found::Value)
            }
            _ => Found::End,
        }
    }

    /// True if this call has changed the state. `Release`, so that the value in the cell is seen
    /// by who sees `SENT`; `Acquire` on both outcomes costs nothing more, and spares a proof for
    /// each caller.
    fn leave_empty(&self, next: u8) -> bool {
        self.state.compare_exchange(EMPTY, next, AcqRel, Acquire).is_ok()
    }
}
