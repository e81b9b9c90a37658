//! The sending end.

use std::fmt::{self, Debug, Formatter};
use std::future::poll_fn;
use std::task::{Context, Poll};

use super::channel::Channel;
use crate::loom::sync::Arc;
use crate::sync::wake_all;

/// Sends one value. Dropping it instead tells the receiver that none will come.
pub struct Sender<T>(Arc<Channel<T>>);

impl<T> Sender<T> {
    /// There must be no other sender of this channel.
    pub(super) fn new(channel: Arc<Channel<T>>) -> Self {
        Self(channel)
    }

    /// Sends the value, or gives it back if nobody waits for it any more.
    pub fn send(self, value: T) -> Result<(), T> {
        // The receiver is woken when `self` is dropped, as on every way out.
        self.0.send(value)
    }

    /// Waits until nobody waits for the value any more. Cancel safe.
    pub async fn closed(&mut self) {
        poll_fn(|context| self.poll_closed(context)).await;
    }

    /// Whether nobody waits for the value any more.
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    /// Like [`Self::closed`], for futures that are written by hand.
    pub fn poll_closed(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.0.is_closed() {
            return Poll::Ready(());
        }
        self.0.sender.register(context.waker());
        // It may have closed before we registered.
        if self.0.is_closed() { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        // After a `send` this changes nothing: the state is no longer `EMPTY`.
        self.0.abandon();
        wake_all(self.0.receiver.take());
        // A waker keeps a task's memory; do not keep it for as long as the receiver lives.
        drop(self.0.sender.take());
    }
}

impl<T> Debug for Sender<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sender").finish_non_exhaustive()
    }
}
