//! A place in a channel, held by a sender.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::channel::Channel;
use super::error::SendError;
use crate::sync::wait_queue::Ticket;

/// The right to send one value, at once and without fail. Dropping it frees the place.
#[derive(Debug)]
#[must_use = "a permit that is not used blocks a place"]
pub struct Permit<'a, T> {
    channel: &'a Channel<T>,
}

impl<'a, T> Permit<'a, T> {
    /// The channel must have taken a place for it.
    pub(super) fn new(channel: &'a Channel<T>) -> Self {
        Self { channel }
    }

    /// Sends a value. If the receiver is gone, the value is dropped.
    pub fn send(self, value: T) {
        self.channel.send_from_place(value);
        // Its place is the value's now.
        std::mem::forget(self);
    }
}

impl<T> Drop for Permit<'_, T> {
    fn drop(&mut self) {
        self.channel.put_back_place();
    }
}

/// Waits for a place.
#[derive(Debug)]
pub(super) struct Reserve<'a, T> {
    channel: &'a Channel<T>,
    /// There while it waits in line.
    ticket: Option<Ticket>,
}

impl<'a, T> Reserve<'a, T> {
    pub fn new(channel: &'a Channel<T>) -> Self {
        Self { channel, ticket: None }
    }
}

impl<'a, T> Future for Reserve<'a, T> {
    type Output = Result<Permit<'a, T>, SendError<()>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let channel = self.channel;
        let mut waker = context.waker().clone();
        let polled = channel.lock().poll_take_place(&mut self.ticket, &mut waker);
        let has_place = ready!(polled);
        Poll::Ready(if has_place { Ok(Permit::new(channel)) } else { Err(SendError(())) })
    }
}

impl<T> Drop for Reserve<'_, T> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket.take() else { return };
        let (has_place, waker) = self.channel.lock().leave(&ticket);
        drop(waker);
        if has_place {
            drop(Permit::new(self.channel));
        }
    }
}

/// Waits for a place, and sends from it as soon as it has one: with one look at the channel less
/// than waiting for a permit and sending from that.
#[derive(Debug)]
pub(super) struct Sending<'a, T> {
    /// Only waits: it gives up the line, or the place, when this is dropped.
    reserve: Reserve<'a, T>,
    /// There until it is sent.
    value: Option<T>,
}

impl<'a, T> Sending<'a, T> {
    pub fn new(channel: &'a Channel<T>, value: T) -> Self {
        Self { reserve: Reserve::new(channel), value: Some(value) }
    }
}

/// The value is moved, never pinned.
impl<T> Unpin for Sending<'_, T> {}

impl<T> Future for Sending<'_, T> {
    type Output = Result<(), SendError<T>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { reserve, value } = &mut *self;
        let mut waker = context.waker().clone();
        reserve.channel.poll_send(&mut reserve.ticket, &mut waker, value)
    }
}
