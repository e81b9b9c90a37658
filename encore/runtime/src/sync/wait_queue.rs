//! Tasks in line, first come, first served.
//!
//! It works like the counter of a bakery. Whoever joins draws a [`Ticket`]; numbers only go up.
//! The queue calls tickets in their order, and to know whether it was called, a task only compares
//! its ticket with the last number called:
//!
//! ```text
//!   called before 4      waiting: number and waker      next to draw: 8
//!   ... 1  2  3      │   4 ☎   5 ☎   7 ☎            │   8 ...
//!                                 └ 6 has left
//! ```
//!
//! The queue has no lock of its own: it lies under the lock of what is waited for. Wakers go in
//! and come out, but none of a task is woken, cloned or dropped in here.

use std::collections::VecDeque;
use std::mem;
use std::task::Waker;

/// A place in the queue. It is not cloned: each belongs to one waiting future.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ticket(u64);

/// The tasks that wait, each with its ticket.
#[derive(Debug, Default)]
pub(super) struct WaitQueue {
    /// In the order of their numbers, which need not be consecutive: some have left.
    waiters: VecDeque<(u64, Waker)>,
    /// The number of the next ticket.
    next: u64,
    /// All tickets below this number that had not left were called.
    called_before: u64,
}

impl WaitQueue {
    /// Joins at the end. Takes the waker, and leaves one that does nothing in its place.
    pub fn join(&mut self, waker: &mut Waker) -> Ticket {
        let number = self.next;
        self.next += 1;
        self.waiters.push_back((number, mem::replace(waker, Waker::noop().clone())));
        Ticket(number)
    }

    /// Calls the first in line. Its waker has to be woken.
    pub fn call_next(&mut self) -> Option<Waker> {
        let (number, waker) = self.waiters.pop_front()?;
        self.called_before = number + 1;
        Some(waker)
    }

    /// Whether the holder of this ticket was called.
    pub fn was_called(&self, ticket: &Ticket) -> bool {
        ticket.0 < self.called_before
    }

    /// A future may be polled by another task than before; this is where the call then goes.
    /// Leaves the waker that was registered until now in its place.
    pub fn renew(&mut self, ticket: &Ticket, waker: &mut Waker) {
        if let Some(index) = self.find(ticket) {
            mem::swap(&mut self.waiters[index].1, waker);
        }
    }

    /// Gives up waiting. Its waker comes out, unless it has left the queue before.
    pub fn leave(&mut self, ticket: &Ticket) -> Option<Waker> {
        let index = self.find(ticket)?;
        self.waiters.remove(index).map(|(_, waker)| waker)
    }

    /// Sends everybody away without calling them. All have to be woken.
    pub fn dismiss(&mut self) -> impl Iterator<Item = Waker> + use<> {
        mem::take(&mut self.waiters).into_iter().map(|(_, waker)| waker)
    }

    fn find(&self, ticket: &Ticket) -> Option<usize> {
        self.waiters.binary_search_by_key(&ticket.0, |waiter| waiter.0).ok()
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn join(queue: &mut WaitQueue) -> Ticket {
        queue.join(&mut Waker::noop().clone())
    }

    #[test]
    fn tickets_are_called_in_their_order() {
        let mut queue = WaitQueue::default();
        let tickets = [join(&mut queue), join(&mut queue)];
        assert!(queue.call_next().is_some());
        assert_eq!(tickets.each_ref().map(|ticket| queue.was_called(ticket)), [true, false]);
        assert!(queue.call_next().is_some());
        assert!(queue.was_called(&tickets[1]));
        assert!(queue.call_next().is_none());
        let newcomer = join(&mut queue);
        assert!(!queue.was_called(&newcomer));
    }

    #[test]
    fn who_leaves_is_skipped_and_leaves_nothing() {
        let mut queue = WaitQueue::default();
        let tickets = [join(&mut queue), join(&mut queue), join(&mut queue)];
        assert!(queue.leave(&tickets[1]).is_some());
        assert!(queue.leave(&tickets[1]).is_none());
        assert_eq!(queue.waiters.len(), 2);
        assert!(queue.call_next().is_some());
        assert!(queue.call_next().is_some());
        assert!(queue.was_called(&tickets[2]));
    }

    #[test]
    fn who_is_dismissed_was_not_called() {
        let mut queue = WaitQueue::default();
        let ticket = join(&mut queue);
        assert_eq!(queue.dismiss().count(), 1);
        assert!(!queue.was_called(&ticket));
        assert!(queue.leave(&ticket).is_none());
    }
}
