//! What a channel keeps under its lock.
//!
//! All of this is plain data. Its methods never wake, clone or drop a task's waker, nor drop a
//! value: what has to be woken or dropped comes out, for when the lock is released.

use std::collections::VecDeque;
use std::mem;
use std::task::{Poll, Waker};

use crate::sync::places::Places;
use crate::sync::wait_queue::{Ticket, WaitQueue};

/// How far the receiver is. It never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Values can be sent.
    Open,
    /// Only who holds a place can still send.
    Closed,
    /// There is no receiver any more.
    Gone,
}

/// A channel as it is at one moment.
#[derive(Debug)]
pub(super) struct State<T> {
    queue: VecDeque<T>,
    places: Places,
    capacity: usize,
    phase: Phase,
    senders: usize,
    /// There if the receiver has found nothing and waits.
    receiver: Option<Waker>,
    /// Who waits for the receiver to close.
    watchers: WaitQueue,
}

impl<T> State<T> {
    /// A channel with one sender.
    pub fn new(capacity: usize) -> Self {
        Self {
            queue: VecDeque::new(),
            places: Places::new(capacity),
            capacity,
            phase: Phase::Open,
            senders: 1,
            receiver: None,
            watchers: WaitQueue::default(),
        }
    }

    pub fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    /// Whether a value would be dropped with nobody to see it.
    pub fn is_gone(&self) -> bool {
        self.phase == Phase::Gone
    }

    pub fn capacity(&self) -> usize {
        self.places.free()
    }

    /// Takes a place without waiting.
    pub fn try_take_place(&mut self) -> bool {
        self.places.try_take()
    }

    /// Takes a place, or waits for one; false if the channel has closed before. A place that was
    /// given before that is kept.
    pub fn poll_take_place(
        &mut self,
        ticket: &mut Option<Ticket>,
        waker: &mut Waker,
    ) -> Poll<bool> {
        let has_place = ticket.as_ref().is_some_and(|held| self.places.was_called(held));
        if !has_place && !self.is_open() {
            *ticket = None;
            return Poll::Ready(false);
        }
        self.places.poll_take(ticket, waker).map(|()| true)
    }

    /// Leaves the line for a place. True if a place had been given, and now has to be put back.
    pub fn leave(&mut self, ticket: &Ticket) -> (bool, Option<Waker>) {
        (self.places.was_called(ticket), self.places.leave(ticket))
    }

    /// Puts back a place. Somebody may have to be woken: the next sender, or the receiver, if this
    /// was the last place from which something could have come.
    pub fn put_back_place(&mut self) -> Option<Waker> {
        let sender = self.places.put_back();
        if self.is_finished() { self.receiver.take() } else { sender }
    }

    /// Puts a value into a place that was taken. The receiver may have to be woken.
    pub fn push(&mut self, value: T) -> Option<Waker> {
        self.queue.push_back(value);
        self.receiver.take()
    }

    /// Takes the first value, and puts back its place.
    pub fn pop(&mut self) -> Option<(T, Option<Waker>)> {
        let value = self.queue.pop_front()?;
        Some((value, self.put_back_place()))
    }

    /// Whether nothing waits and nothing can come.
    pub fn is_finished(&self) -> bool {
        let abandoned = self.senders == 0 || !self.is_open() && self.places.free() == self.capacity;
        abandoned && self.queue.is_empty()
    }

    /// How many values wait.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Leaves the receiver's waker, in exchange for the one before.
    pub fn register(&mut self, waker: &mut Option<Waker>) {
        mem::swap(&mut self.receiver, waker);
    }

    pub fn add_sender(&mut self) {
        self.senders += 1;
    }

    /// The receiver may have to be woken: this may have been the last one.
    pub fn remove_sender(&mut self) -> Option<Waker> {
        self.senders -= 1;
        if self.senders == 0 { self.receiver.take() } else { None }
    }

    /// Lets no more senders in. All who waited, for a place or for this, have to be woken.
    pub fn close(&mut self) -> impl Iterator<Item = Waker> + use<T> {
        if self.is_open() {
            self.phase = Phase::Closed;
        }
        self.places.dismiss().chain(self.watchers.dismiss())
    }

    /// Takes what the receiver leaves behind when it goes.
    pub fn abandon(&mut self) -> (VecDeque<T>, Option<Waker>) {
        self.phase = Phase::Gone;
        (mem::take(&mut self.queue), self.receiver.take())
    }

    /// Waits for the channel to close.
    pub fn poll_closed(&mut self, ticket: &mut Option<Ticket>, waker: &mut Waker) -> Poll<()> {
        match ticket {
            _ if !self.is_open() => {
                *ticket = None;
                return Poll::Ready(());
            }
            Some(held) => self.watchers.renew(held, waker),
            None => *ticket = Some(self.watchers.join(waker)),
        }
        Poll::Pending
    }

    /// Waits no longer for the channel to close.
    pub fn stop_watching(&mut self, ticket: &Ticket) -> Option<Waker> {
        self.watchers.leave(ticket)
    }
}
