//! A channel as its two ends see it: its state, the lock, and what happens after unlocking.
//!
//! Every method has the same three steps: look and change under the lock; unlock; then wake and
//! drop.

use std::task::{Poll, Waker, ready};

use super::error::{SendError, TrySendError};
use super::state::State;
use crate::loom::lock;
use crate::loom::sync::atomic::{AtomicBool, Ordering::Relaxed};
use crate::loom::sync::{Arc, Mutex as Lock, MutexGuard as LockGuard};
use crate::sync::wait_queue::Ticket;
use crate::sync::wake_all;

/// What the ends of a channel share.
#[derive(Debug)]
pub(super) struct Channel<T> {
    state: Lock<State<T>>,
    /// The last sender who came found no place. Old news by now, and only good for a guess.
    crowded: AtomicBool,
}

impl<T> Channel<T> {
    /// A channel with one sender.
    pub fn new(capacity: usize) -> Arc<Self> {
        Arc::new(Self { state: Lock::new(State::new(capacity)), crowded: AtomicBool::new(false) })
    }

    pub fn lock(&self) -> LockGuard<'_, State<T>> {
        lock(&self.state)
    }

    /// Takes a place and sends, if both can be done at once.
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        let mut state = self.lock();
        if !state.is_open() {
            return Err(TrySendError::Closed(value));
        }
        if !state.try_take_place() {
            return Err(TrySendError::Full(value));
        }
        let receiver = state.push(value);
        drop(state);
        wake_all(receiver);
        Ok(())
    }

    /// Sends like [`Self::try_send`], for one who will wait if need be. It does not even try if the
    /// sender before it found no place: where a hundred send, their time goes into the lock.
    pub fn try_send_unless_crowded(&self, value: T) -> Result<(), TrySendError<T>> {
        if self.crowded.load(Relaxed) {
            return Err(TrySendError::Full(value));
        }
        let sent = self.try_send(value);
        if matches!(sent, Err(TrySendError::Full(_))) {
            self.crowded.store(true, Relaxed);
        }
        sent
    }

    /// Sends from a place that was taken before.
    pub fn send_from_place(&self, value: T) {
        Self::fill(self.lock(), value);
    }

    /// Takes a place and sends from it, or waits in line. The value is taken when it is done.
    pub fn poll_send(
        &self,
        ticket: &mut Option<Ticket>,
        waker: &mut Waker,
        value: &mut Option<T>,
    ) -> Poll<Result<(), SendError<T>>> {
        let mut state = self.lock();
        let has_waited = ticket.is_some();
        let has_place = ready!(state.poll_take_place(ticket, waker));
        if !has_waited {
            self.crowded.store(false, Relaxed);
        }
        let Some(value) = value.take() else {
            unreachable!("what is done is not polled again");
        };
        if has_place {
            Self::fill(state, value);
            Poll::Ready(Ok(()))
        } else {
            Poll::Ready(Err(SendError(value)))
        }
    }

    /// Puts a value into a place that was taken for it, and unlocks.
    fn fill(mut state: LockGuard<'_, State<T>>, value: T) {
        if state.is_gone() {
            drop(state);
            drop(value);
            return;
        }
        let receiver = state.push(value);
        drop(state);
        wake_all(receiver);
    }

    /// Puts back a place from which nothing is sent.
    pub fn put_back_place(&self) {
        let waiting = self.lock().put_back_place();
        wake_all(waiting);
    }

    /// What the receiver can have now: a value, or the end, or nothing yet.
    pub fn try_recv(&self) -> Poll<Option<T>> {
        let mut state = self.lock();
        match state.pop() {
            Some((value, sender)) => {
                drop(state);
                wake_all(sender);
                Poll::Ready(Some(value))
            }
            None if state.is_finished() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }

    /// Moves up to `limit` values to the end of `buffer`. The answer is how many, 0 at the end.
    pub fn try_recv_many(&self, buffer: &mut Vec<T>, limit: usize) -> Poll<usize> {
        let mut state = self.lock();
        let count = state.len().min(limit);
        if count == 0 {
            return if state.is_finished() { Poll::Ready(0) } else { Poll::Pending };
        }
        buffer.reserve(count);
        let mut senders = Vec::new();
        for (value, sender) in (0..count).map_while(|_| state.pop()) {
            buffer.push(value);
            senders.extend(sender);
        }
        drop(state);
        wake_all(senders);
        Poll::Ready(count)
    }

    /// Leaves the waker of a receiver that has found nothing. It has to look again afterwards.
    pub fn register(&self, waker: &Waker) {
        let mut waker = Some(waker.clone());
        self.lock().register(&mut waker);
    }

    pub fn close(&self) {
        let waiting = self.lock().close();
        wake_all(waiting);
    }
}
