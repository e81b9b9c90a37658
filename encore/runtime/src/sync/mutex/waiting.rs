//! A task in line for a mutex.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::{Mutex, MutexGuard};
use crate::loom::lock;
use crate::sync::wait_queue::Ticket;

/// Waits for the lock.
pub(super) struct WaitForTurn<'a, T> {
    mutex: &'a Mutex<T>,
    /// There while it waits in line.
    ticket: Option<Ticket>,
}

impl<'a, T> WaitForTurn<'a, T> {
    pub fn new(mutex: &'a Mutex<T>) -> Self {
        Self { mutex, ticket: None }
    }
}

impl<'a, T> Future for WaitForTurn<'a, T> {
    type Output = MutexGuard<'a, T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mutex = self.mutex;
        let mut waker = context.waker().clone();
        let polled = lock(&mutex.turn).poll_take(&mut self.ticket, &mut waker);
        polled.map(|()| MutexGuard::new(mutex))
    }
}

impl<T> Drop for WaitForTurn<'_, T> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket.take() else { return };
        let mut places = lock(&self.mutex.turn);
        let has_turn = places.was_called(&ticket);
        let waker = places.leave(&ticket);
        drop(places);
        drop(waker);
        if has_turn {
            drop(MutexGuard::new(self.mutex));
        }
    }
}
