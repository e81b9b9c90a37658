//! A channel from many senders to one receiver.
//!
//! ```text
//!  Sender ──┐             ┌───────────────────────────────┐
//!  Sender ──┼── lock ────►│ queue  places  who waits      │◄──── lock ──── Receiver
//!  Sender ──┘             └───────────────────────────────┘
//! ```
//!
//! All that the ends share lies under one short lock: the queue of values, the free places, the
//! wakers of those who wait. A bounded channel has a place for each value that may wait; an
//! unbounded one has more places than there is memory, and is otherwise the same.
//!
//! Each place is either free, or held by a value in the queue, by a [`Permit`], or by a sender
//! whose turn has come and who has not run yet. A sender that finds no place waits in line, first
//! come, first served. The receiver wakes one for each value it takes; senders wake the receiver
//! only if it waits.
//!
//! # The end
//!
//! | what happens | sending | receiving |
//! |---|---|---|
//! | the last sender is dropped | | goes on until the queue is empty, then says so |
//! | [`Receiver::close`] | fails at once, but permits may still be used | goes on until all places are free, then says so |
//! | the receiver is dropped | fails at once, and what is sent by permit is dropped | |
//!
//! When the receiver goes, the values in the queue are dropped with it, not with the last sender:
//! a value may itself hold what others wait for, such as the sender of a reply.
//!
//! # Cancel safety
//!
//! Dropping the future of a method before it is done:
//!
//! | method | what is lost |
//! |---|---|
//! | [`Receiver::recv`] | nothing: no value has been taken |
//! | [`Receiver::recv_many`] | nothing: no value has been taken |
//! | [`Sender::reserve`] | the place in line; a place that was already given is passed on |
//! | [`Sender::send`] | the same, and the value, which is dropped unsent. To keep it, `reserve` first |
//! | [`Sender::closed`] | nothing |

mod channel;
mod error;
mod permit;
mod receiver;
mod sender;
mod state;

pub use error::{SendError, TryRecvError, TrySendError};
pub use permit::Permit;
pub use receiver::{Receiver, UnboundedReceiver};
pub use sender::{Sender, UnboundedSender};

use crate::loom::sync::Arc;
use channel::Channel;

/// Makes a channel in which at most `capacity` values wait; past that, senders wait.
///
/// # Panics
///
/// If `capacity` is 0: then nothing could ever be sent.
pub fn channel<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    assert!(capacity > 0, "a channel needs room for at least one value");
    let channel = Channel::new(capacity);
    (Sender::new(Arc::clone(&channel)), Receiver::new(channel))
}

/// Makes a channel that takes whatever is sent. Something else has to bound what is sent.
pub fn unbounded_channel<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {
    let channel = Channel::new(usize::MAX);
    (UnboundedSender::new(Arc::clone(&channel)), Receiver::new(channel))
}
