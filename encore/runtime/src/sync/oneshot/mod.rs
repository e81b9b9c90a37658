//! A channel for one value, such as the answer to a request.
//!
//! One atomic byte says who owns the cell that holds the value. Each end changes it at most once
//! on its way out, so the whole protocol is this:
//!
//! ```text
//!                  ┌─ sender sends ────────► SENT ── receiver takes ──► TAKEN
//!   EMPTY ─────────┼─ sender is dropped ───► ABANDONED
//!                  └─ receiver closes or is dropped ─► CLOSED
//! ```
//!
//! | state | the cell | the cell belongs to |
//! |---|---|---|
//! | `EMPTY` | empty, or the sender is filling it | the sender |
//! | `SENT` | full | the receiver |
//! | `TAKEN` | empty | the receiver |
//! | `ABANDONED` | empty | nobody |
//! | `CLOSED` | empty, or the sender is taking its value back | the sender |
//!
//! The three ways out of `EMPTY` are compare-and-swaps from `EMPTY`, so exactly one of them
//! happens. The sender fills the cell *before* it tries, with `Release`; the receiver looks with
//! `Acquire`, so whoever sees `SENT` sees the value. If the sender finds `CLOSED` instead, the cell
//! is still its own, and it takes the value back.
//!
//! Who waits leaves a waker in a `WakerCell`, which explains why no wake-up is lost.
//!
//! # Cancel safety
//!
//! Nothing is lost if a future that borrows an end is dropped: neither `&mut receiver` in a
//! `select!`, nor [`Sender::closed`]. Awaiting the [`Receiver`] itself and dropping that future is
//! dropping the receiver.

#[expect(unsafe_code, reason = "one atomic says which end may touch the value")]
mod channel;
mod receiver;
mod sender;

pub use receiver::{Receiver, RecvError, TryRecvError};
pub use sender::Sender;

use channel::Channel;

use crate::loom::sync::Arc;

/// Makes a channel for one value.
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let channel = Arc::new(Channel::new());
    (Sender::new(Arc::clone(&channel)), Receiver::new(channel))
}
