//! What the channel's docs say of futures that are dropped before they are done.

use std::pin::pin;
use std::task::Poll;

use runtime::sync::mpsc::{self, TrySendError};

use crate::support::{Counter, Task, block_on};

#[test]
fn a_dropped_recv_takes_no_value() {
    let (sender, mut receiver) = mpsc::channel(1);
    let task = Task::new();
    {
        let mut recv = pin!(receiver.recv());
        assert!(task.poll(&mut recv).is_pending());
        sender.try_send(1).unwrap();
        assert_eq!(task.wakes(), 1);
    }
    assert_eq!(block_on(receiver.recv()), Some(1));
}

#[test]
fn a_dropped_recv_many_takes_no_value() {
    let (sender, mut receiver) = mpsc::channel(1);
    let mut values = Vec::new();
    {
        let mut recv = pin!(receiver.recv_many(&mut values, 10));
        assert!(Task::new().poll(&mut recv).is_pending());
        sender.try_send(1).unwrap();
    }
    assert_eq!(values, []);
    assert_eq!(receiver.try_recv(), Ok(1));
}

#[test]
fn a_dropped_send_drops_its_value_and_leaves_the_line() {
    let counter = Counter::new();
    let (sender, mut receiver) = mpsc::channel(1);
    assert!(sender.try_send(counter.value()).is_ok());
    let (first, second) = (Task::new(), Task::new());
    let mut two = pin!(sender.send(counter.value()));
    {
        let mut one = pin!(sender.send(counter.value()));
        assert!(first.poll(&mut one).is_pending());
        assert!(second.poll(&mut two).is_pending());
        assert_eq!(counter.alive(), 3);
    }
    assert_eq!(counter.alive(), 2);
    assert_eq!(first.wakers_elsewhere(), 0);
    assert!(receiver.try_recv().is_ok());
    assert_eq!((first.wakes(), second.wakes()), (0, 1));
    assert!(matches!(second.poll(&mut two), Poll::Ready(Ok(()))));
}

#[test]
fn a_dropped_reserve_passes_on_the_place_that_it_was_given() {
    let (sender, mut receiver) = mpsc::channel(1);
    sender.try_send(0).unwrap();
    let (first, second) = (Task::new(), Task::new());
    let mut two = pin!(sender.reserve());
    {
        let mut one = pin!(sender.reserve());
        assert!(first.poll(&mut one).is_pending());
        assert!(second.poll(&mut two).is_pending());
        assert_eq!(receiver.try_recv(), Ok(0));
        assert_eq!((first.wakes(), second.wakes()), (1, 0));
    }
    assert_eq!(second.wakes(), 1);
    assert!(matches!(second.poll(&mut two), Poll::Ready(Ok(_))));
}

#[test]
fn a_dropped_reserve_frees_its_place_when_nobody_waits() {
    let (sender, mut receiver) = mpsc::channel(1);
    sender.try_send(0).unwrap();
    {
        let mut reserve = pin!(sender.reserve());
        assert!(Task::new().poll(&mut reserve).is_pending());
        assert_eq!(receiver.try_recv(), Ok(0));
        assert_eq!(sender.try_send(1), Err(TrySendError::Full(1)));
    }
    assert_eq!(sender.try_send(1), Ok(()));
}

#[test]
fn a_dropped_closed_leaves_no_waker() {
    let (sender, receiver) = mpsc::channel::<()>(1);
    let task = Task::new();
    {
        let mut closed = pin!(sender.closed());
        assert!(task.poll(&mut closed).is_pending());
        assert_eq!(task.wakers_elsewhere(), 1);
    }
    assert_eq!(task.wakers_elsewhere(), 0);
    drop(receiver);
    assert_eq!(task.wakes(), 0);
    block_on(sender.closed());
}
