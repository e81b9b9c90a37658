//! How a channel ends, and that nothing is left of it.

use std::pin::pin;
use std::task::Poll;

use runtime::sync::mpsc::{SendError, TryRecvError, TrySendError};
use runtime::sync::{mpsc, oneshot};

use crate::support::{Counter, Task, block_on};

#[test]
fn values_outlive_their_sender() {
    let (sender, mut receiver) = mpsc::channel(2);
    let other = sender.clone();
    sender.try_send(1).unwrap();
    drop(sender);
    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    other.try_send(2).unwrap();
    drop(other);
    assert_eq!(block_on(receiver.recv()), Some(2));
    assert_eq!(block_on(receiver.recv()), None);
    assert_eq!(block_on(receiver.recv_many(&mut Vec::new(), 1)), 0);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
}

#[test]
fn the_last_sender_wakes_the_receiver() {
    let (sender, mut receiver) = mpsc::channel::<()>(1);
    let other = sender.clone();
    let task = Task::new();
    let mut recv = pin!(receiver.recv());
    assert!(task.poll(&mut recv).is_pending());
    drop(sender);
    assert_eq!(task.wakes(), 0);
    drop(other);
    assert_eq!(task.wakes(), 1);
    assert_eq!(task.poll(&mut recv), Poll::Ready(None));
}

#[test]
fn a_closed_channel_gives_out_what_it_has() {
    let (sender, mut receiver) = mpsc::channel(2);
    let task = Task::new();
    let mut closed = pin!(sender.closed());
    assert!(task.poll(&mut closed).is_pending());
    assert!(!sender.is_closed());
    sender.try_send(1).unwrap();
    receiver.close();
    assert!(sender.is_closed());
    assert_eq!(task.wakes(), 1);
    assert!(task.poll(&mut closed).is_ready());
    assert_eq!(sender.try_send(2), Err(TrySendError::Closed(2)));
    assert_eq!(block_on(sender.send(3)), Err(SendError(3)));
    assert_eq!(block_on(receiver.recv()), Some(1));
    assert_eq!(block_on(receiver.recv()), None);
}

#[test]
fn who_waits_for_a_place_is_sent_away_by_close() {
    let (sender, mut receiver) = mpsc::channel(1);
    sender.try_send(1).unwrap();
    let task = Task::new();
    let mut send = pin!(sender.send(2));
    assert!(task.poll(&mut send).is_pending());
    receiver.close();
    assert_eq!(task.wakes(), 1);
    assert_eq!(task.poll(&mut send), Poll::Ready(Err(SendError(2))));
}

#[test]
fn a_permit_outlives_close() {
    let (sender, mut receiver) = mpsc::channel(2);
    let used = block_on(sender.reserve()).unwrap();
    let unused = block_on(sender.reserve()).unwrap();
    receiver.close();
    let task = Task::new();
    {
        let mut recv = pin!(receiver.recv());
        assert!(task.poll(&mut recv).is_pending());
        used.send(1);
        assert_eq!(task.poll(&mut recv), Poll::Ready(Some(1)));
    }
    let mut recv = pin!(receiver.recv());
    assert!(task.poll(&mut recv).is_pending());
    drop(unused);
    assert_eq!(task.wakes(), 2);
    assert_eq!(task.poll(&mut recv), Poll::Ready(None));
}

#[test]
fn a_place_that_was_given_outlives_close() {
    let (sender, mut receiver) = mpsc::channel(1);
    sender.try_send(1).unwrap();
    let task = Task::new();
    let mut send = pin!(sender.send(2));
    assert!(task.poll(&mut send).is_pending());
    assert_eq!(receiver.try_recv(), Ok(1));
    receiver.close();
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(task.poll(&mut send), Poll::Ready(Ok(())));
    assert_eq!(receiver.try_recv(), Ok(2));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
}

#[test]
fn the_receiver_takes_the_values_with_it() {
    let counter = Counter::new();
    let (sender, receiver) = mpsc::channel(2);
    assert!(sender.try_send(counter.value()).is_ok());
    let permit = block_on(sender.reserve()).unwrap();
    let task = Task::new();
    let mut send = pin!(sender.send(counter.value()));
    assert!(task.poll(&mut send).is_pending());
    drop(receiver);
    assert_eq!(counter.alive(), 1);
    permit.send(counter.value());
    assert_eq!(counter.alive(), 1);
    assert_eq!(task.wakes(), 1);
    assert!(matches!(task.poll(&mut send), Poll::Ready(Err(_))));
    assert_eq!(counter.alive(), 0);
}

#[test]
fn a_channel_leaves_nothing_behind() {
    let counter = Counter::new();
    let (waits, sends) = (Task::new(), Task::new());
    {
        let (sender, mut receiver) = mpsc::channel(1);
        assert!(waits.poll(&mut pin!(receiver.recv())).is_pending());
        assert_eq!(waits.wakers_elsewhere(), 1);
        assert!(sender.try_send(counter.value()).is_ok());
        assert_eq!(waits.wakers_elsewhere(), 0);
        let mut send = pin!(sender.send(counter.value()));
        assert!(sends.poll(&mut send).is_pending());
        assert_eq!(sends.wakers_elsewhere(), 1);
    }
    assert_eq!((counter.alive(), sends.wakers_elsewhere()), (0, 0));
}

#[test]
fn a_receiver_that_goes_takes_its_waker_with_it() {
    let (sender, mut receiver) = mpsc::channel::<()>(1);
    let task = Task::new();
    assert!(task.poll(&mut pin!(receiver.recv())).is_pending());
    drop(receiver);
    assert_eq!(task.wakers_elsewhere(), 0);
    assert!(sender.is_closed());
}

/// Dropping a value may use the channel that it waits in.
#[test]
fn a_value_may_hold_a_sender_of_its_own_channel() {
    let (sender, receiver) = mpsc::unbounded_channel();
    assert!(sender.send(Nested { _inner: Some(sender.clone()) }).is_ok());
    drop(receiver);
    assert!(sender.is_closed());
    assert!(sender.send(Nested { _inner: None }).is_err());
}

struct Nested {
    _inner: Option<mpsc::UnboundedSender<Nested>>,
}

/// A request whose queue goes away is answered with an error, not with silence.
#[test]
fn who_waits_for_a_reply_learns_that_the_receiver_is_gone() {
    let (requests, receiver) = mpsc::channel(1);
    let (reply, mut answer) = oneshot::channel::<()>();
    assert!(requests.try_send(reply).is_ok());
    drop(receiver);
    assert_eq!(answer.try_recv(), Err(oneshot::TryRecvError::Closed));
}
