//! The receiving end.

use std::fmt::{self, Debug, Formatter};
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use super::channel::Channel;
use super::error::TryRecvError;
use crate::coop;
use crate::loom::sync::Arc;

/// Receives values in the order in which they were sent.
pub struct Receiver<T>(Arc<Channel<T>>);

/// The receiver of an unbounded channel. It is the same: only senders feel the bound.
pub type UnboundedReceiver<T> = Receiver<T>;

impl<T> Receiver<T> {
    /// There must be no other receiver of this channel.
    pub(super) fn new(channel: Arc<Channel<T>>) -> Self {
        Self(channel)
    }

    /// Waits for a value. `None` means that nothing more can come. Cancel safe.
    pub async fn recv(&mut self) -> Option<T> {
        poll_fn(|context| self.poll_recv(context)).await
    }

    /// Waits until something is there, and then moves up to `limit` values to the end of `buffer`.
    /// Gives their number; 0 means that nothing more can come, or that `limit` is 0. Cancel safe.
    pub async fn recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {
        if limit == 0 {
            return 0;
        }
        poll_fn(|context| self.look_twice(context, |channel| channel.try_recv_many(buffer, limit)))
            .await
    }

    /// A value if there is one.
    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match self.0.try_recv() {
            Poll::Ready(Some(value)) => Ok(value),
            Poll::Ready(None) => Err(TryRecvError::Disconnected),
            Poll::Pending => Err(TryRecvError::Empty),
        }
    }

    /// Like [`Self::recv`], for futures that are written by hand.
    pub fn poll_recv(&mut self, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.look_twice(context, Channel::try_recv)
    }

    /// Lets nobody send any more. What has been sent can still be received.
    pub fn close(&mut self) {
        self.0.close();
    }

    /// The first look pays for nothing but the lock. Only if it finds nothing is the waker cloned
    /// and left, and then another look is due: something may have come in between.
    fn look_twice<R>(
        &mut self,
        context: &mut Context<'_>,
        mut look: impl FnMut(&Channel<T>) -> Poll<R>,
    ) -> Poll<R> {
        ready!(coop::poll_proceed(context));
        let found = look(&self.0);
        if found.is_ready() {
            return found;
        }
        self.0.register(context.waker());
        look(&self.0)
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.0.close();
        let (values, waker) = self.0.lock().abandon();
        drop(waker);
        drop(values);
    }
}

impl<T> Debug for Receiver<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Receiver").finish_non_exhaustive()
    }
}
