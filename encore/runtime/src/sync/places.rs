//! A limited number of places, and the tasks that wait for one.
//!
//! This is a semaphore as plain data. [`super::Mutex`] has one place, a bounded channel one for
//! each message that may wait.
//!
//! ```text
//!                 try_take, poll_take                put_back
//!      ┌──────┐ ─────────────────────► ┌───────┐ ─────────────────► somebody waits?
//!      │ free │                        │ taken │                    yes: the place is theirs
//!      └──────┘ ◄───────────────────── └───────┘ ◄───────────────── no: it is free
//! ```
//!
//! The invariant: **if a place is free, nobody waits.** Whoever puts a place back hands it to the
//! first in line, and it stays taken on the way. So a newcomer can never snatch it, and
//! [`Places::try_take`] is fair without looking at the queue.

use std::task::{Poll, Waker};

use super::wait_queue::{Ticket, WaitQueue};

/// Places that can be taken and put back.
#[derive(Debug)]
pub(super) struct Places {
    free: usize,
    queue: WaitQueue,
}

impl Places {
    pub fn new(count: usize) -> Self {
        Self { free: count, queue: WaitQueue::default() }
    }

    /// How many are neither taken nor on their way to somebody who waited.
    pub fn free(&self) -> usize {
        self.free
    }

    /// Takes a place if that needs no waiting.
    pub fn try_take(&mut self) -> bool {
        let any = self.free > 0;
        self.free -= usize::from(any);
        any
    }

    /// Takes a place, or waits in line. The caller keeps the ticket, which is `None` before it
    /// waits and afterwards, and drops the waker when the lock is released: it may come back as
    /// another one.
    pub fn poll_take(&mut self, ticket: &mut Option<Ticket>, waker: &mut Waker) -> Poll<()> {
        match ticket {
            Some(held) if self.queue.was_called(held) => *ticket = None,
            Some(held) => {
                self.queue.renew(held, waker);
                return Poll::Pending;
            }
            None if self.try_take() => {}
            None => {
                *ticket = Some(self.queue.join(waker));
                return Poll::Pending;
            }
        }
        Poll::Ready(())
    }

    /// Hands a place to the first in line, who has to be woken, or else frees it.
    pub fn put_back(&mut self) -> Option<Waker> {
        let next = self.queue.call_next();
        self.free += usize::from(next.is_none());
        next
    }

    /// Whether the place that this ticket waits for is already taken in its name.
    pub fn was_called(&self, ticket: &Ticket) -> bool {
        self.queue.was_called(ticket)
    }

    /// Gives up waiting. If the ticket [was called](Self::was_called), it has left the queue
    /// already, and its place is still to be put back.
    pub fn leave(&mut self, ticket: &Ticket) -> Option<Waker> {
        self.queue.leave(ticket)
    }

    /// Sends away all who wait. No place is theirs; all have to be woken.
    pub fn dismiss(&mut self) -> impl Iterator<Item = Waker> + use<> {
        self.queue.dismiss()
    }
}
