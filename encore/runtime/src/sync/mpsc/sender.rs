//! The sending ends.

use std::fmt::{self, Debug, Formatter};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::channel::Channel;
use super::error::{SendError, TrySendError};
use super::permit::{Permit, Reserve, Sending};
use crate::coop::consume_budget;
use crate::loom::sync::Arc;
use crate::sync::wait_queue::Ticket;
use crate::sync::wake_all;

/// A channel that counts who can send: the receiver learns when the last one is gone.
struct Counted<T>(Arc<Channel<T>>);

impl<T> Clone for Counted<T> {
    fn clone(&self) -> Self {
        self.0.lock().add_sender();
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for Counted<T> {
    fn drop(&mut self) {
        let receiver = self.0.lock().remove_sender();
        wake_all(receiver);
    }
}

/// Sends values into a channel that was made by [`super::channel()`].
pub struct Sender<T>(Counted<T>);

/// Sends values into a channel that was made by [`super::unbounded_channel`].
pub struct UnboundedSender<T>(Counted<T>);

impl<T> Sender<T> {
    /// The channel must have been opened with one sender, which this is.
    pub(super) fn new(channel: Arc<Channel<T>>) -> Self {
        Self(Counted(channel))
    }

    /// Sends a value, as soon as there is a place.
    ///
    /// Not cancel safe: the value is lost if the future is dropped before it is done.
    pub async fn send(&self, value: T) -> Result<(), SendError<T>> {
        consume_budget().await;
        let channel = &self.0.0;
        match channel.try_send_unless_crowded(value) {
            Ok(()) => Ok(()),
            Err(TrySendError::Closed(value)) => Err(SendError(value)),
            Err(TrySendError::Full(value)) => Sending::new(channel, value).await,
        }
    }

    /// Sends a value if there is a place and nobody waits for it.
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        self.0.0.try_send(value)
    }

    /// Waits for a place, from which a value can then be sent without waiting.
    ///
    /// Cancel safe, except that the place in line is lost.
    pub async fn reserve(&self) -> Result<Permit<'_, T>, SendError<()>> {
        consume_budget().await;
        Reserve::new(&self.0.0).await
    }

    /// Waits until nothing can be sent any more. Cancel safe.
    pub async fn closed(&self) {
        Closed::new(&self.0.0).await;
    }

    /// Whether nothing can be sent any more.
    pub fn is_closed(&self) -> bool {
        !self.0.0.lock().is_open()
    }

    /// How many values could be sent at once without waiting.
    pub fn capacity(&self) -> usize {
        self.0.0.lock().capacity()
    }
}

impl<T> UnboundedSender<T> {
    /// The channel must have been opened with one sender, which this is.
    pub(super) fn new(channel: Arc<Channel<T>>) -> Self {
        Self(Counted(channel))
    }

    /// Sends a value. Fails only if the channel is closed.
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        self.0.0.try_send(value).map_err(|error| match error {
            // It is never full: there are more places than there is memory.
            TrySendError::Full(value) | TrySendError::Closed(value) => SendError(value),
        })
    }

    /// Waits until nothing can be sent any more. Cancel safe.
    pub async fn closed(&self) {
        Closed::new(&self.0.0).await;
    }

    /// Whether nothing can be sent any more.
    pub fn is_closed(&self) -> bool {
        !self.0.0.lock().is_open()
    }
}

// A derived `Clone` would ask for values that can be cloned.
impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Clone for UnboundedSender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Debug for Sender<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sender").finish_non_exhaustive()
    }
}

impl<T> Debug for UnboundedSender<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("UnboundedSender").finish_non_exhaustive()
    }
}

/// Waits for a channel to close.
struct Closed<'a, T> {
    channel: &'a Channel<T>,
    /// There while it waits.
    ticket: Option<Ticket>,
}

impl<'a, T> Closed<'a, T> {
    fn new(channel: &'a Channel<T>) -> Self {
        Self { channel, ticket: None }
    }
}

impl<T> Future for Closed<'_, T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut waker = context.waker().clone();
        let channel = self.channel;
        channel.lock().poll_closed(&mut self.ticket, &mut waker)
    }
}

impl<T> Drop for Closed<'_, T> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            let waker = self.channel.lock().stop_watching(&ticket);
            drop(waker);
        }
    }
}
