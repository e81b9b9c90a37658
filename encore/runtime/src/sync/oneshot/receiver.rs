//! The receiving end, which is a future.

use std::error::Error;
use std::fmt::{self, Debug, Display, Formatter};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::channel::{Channel, Found};
use crate::loom::sync::Arc;
use crate::sync::wake_all;

/// Becomes the value that is sent, or an error if none will be.
#[must_use = "a value that nobody waits for cannot be sent"]
pub struct Receiver<T>(Arc<Channel<T>>);

impl<T> Receiver<T> {
    /// There must be no other receiver of this channel.
    pub(super) fn new(channel: Arc<Channel<T>>) -> Self {
        Self(channel)
    }

    /// The value, if it is there.
    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match self.0.take() {
            Found::Value(value) => Ok(value),
            Found::Nothing => Err(TryRecvError::Empty),
            Found::End => Err(TryRecvError::Closed),
        }
    }

    /// Tells the sender that nobody waits. A value that was sent before can still be received.
    pub fn close(&mut self) {
        if self.0.close() {
            wake_all(self.0.sender.take());
        }
    }
}

impl<T> Future for Receiver<T> {
    type Output = Result<T, RecvError>;

    /// Polled again after its end, it says that nothing more comes.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut found = self.try_recv();
        if matches!(found, Err(TryRecvError::Empty)) {
            self.0.receiver.register(context.waker());
            // It may have come before we registered.
            found = self.try_recv();
        }
        match found {
            Ok(value) => Poll::Ready(Ok(value)),
            Err(TryRecvError::Closed) => Poll::Ready(Err(RecvError)),
            Err(TryRecvError::Empty) => Poll::Pending,
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.close();
        // A waker keeps a task's memory; do not keep it for as long as the sender lives.
        drop(self.0.receiver.take());
    }
}

impl<T> Debug for Receiver<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Receiver").finish_non_exhaustive()
    }
}

/// The sender is gone and has sent nothing, or the value was received before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecvError;

/// No value could be received at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TryRecvError {
    /// The sender may still send.
    Empty,
    /// No value will come.
    Closed,
}

impl Display for RecvError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("channel closed")
    }
}

impl Display for TryRecvError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "channel empty",
            Self::Closed => "channel closed",
        })
    }
}

impl Error for RecvError {}
impl Error for TryRecvError {}
