//! The channel for one value.

use std::pin::{Pin, pin};
use std::task::Poll;
use std::thread;

use runtime::sync::oneshot::{self, RecvError, TryRecvError};

use crate::support::{Counter, Task, block_on};

#[test]
fn a_value_arrives() {
    let (sender, receiver) = oneshot::channel();
    sender.send(7).unwrap();
    assert_eq!(block_on(receiver), Ok(7));
}

#[test]
fn a_receiver_that_waits_is_woken_by_the_value() {
    let (sender, mut receiver) = oneshot::channel();
    let (before, task) = (Task::new(), Task::new());
    assert!(before.poll(&mut Pin::new(&mut receiver)).is_pending());
    assert!(task.poll(&mut Pin::new(&mut receiver)).is_pending());
    sender.send(7).unwrap();
    assert_eq!((before.wakes(), task.wakes()), (0, 1));
    assert_eq!(task.poll(&mut Pin::new(&mut receiver)), Poll::Ready(Ok(7)));
    assert_eq!(task.poll(&mut Pin::new(&mut receiver)), Poll::Ready(Err(RecvError)));
}

#[test]
fn a_receiver_that_waits_is_woken_when_the_sender_goes() {
    let (sender, mut receiver) = oneshot::channel::<()>();
    let task = Task::new();
    assert!(task.poll(&mut Pin::new(&mut receiver)).is_pending());
    drop(sender);
    assert_eq!(task.wakes(), 1);
    assert_eq!(block_on(receiver), Err(RecvError));
}

#[test]
fn try_recv_does_not_wait() {
    let (sender, mut receiver) = oneshot::channel();
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    sender.send(7).unwrap();
    assert_eq!(receiver.try_recv(), Ok(7));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn a_value_that_nobody_waits_for_comes_back() {
    let (sender, receiver) = oneshot::channel();
    assert!(!sender.is_closed());
    drop(receiver);
    assert!(sender.is_closed());
    assert_eq!(sender.send(7), Err(7));

    let (sender, mut receiver) = oneshot::channel();
    receiver.close();
    assert_eq!(sender.send(7), Err(7));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn a_value_that_was_sent_outlives_close() {
    let (sender, mut receiver) = oneshot::channel();
    sender.send(7).unwrap();
    receiver.close();
    assert_eq!(block_on(receiver), Ok(7));
}

#[test]
fn the_sender_learns_that_the_receiver_is_gone() {
    let (mut sender, receiver) = oneshot::channel::<()>();
    let task = Task::new();
    {
        let mut closed = pin!(sender.closed());
        assert!(task.poll(&mut closed).is_pending());
        drop(receiver);
        assert_eq!(task.wakes(), 1);
        assert!(task.poll(&mut closed).is_ready());
    }
    block_on(sender.closed());
}

/// As the docs say: a borrowed end loses nothing when the future that borrows it is dropped.
#[test]
fn borrowed_ends_are_cancel_safe() {
    let (mut sender, mut receiver) = oneshot::channel();
    assert!(Task::new().poll(&mut pin!(sender.closed())).is_pending());
    {
        let mut borrows = pin!(async { (&mut receiver).await });
        assert!(Task::new().poll(&mut borrows).is_pending());
        sender.send(7).unwrap();
    }
    assert_eq!(block_on(receiver), Ok(7));
}

#[test]
fn an_unread_value_is_dropped() {
    let counter = Counter::new();
    let (sender, receiver) = oneshot::channel();
    assert!(sender.send(counter.value()).is_ok());
    assert_eq!(counter.alive(), 1);
    drop(receiver);
    assert_eq!(counter.alive(), 0);
}

/// An end that is kept for long must not keep the other end's task.
#[test]
fn an_end_that_goes_takes_its_waker_with_it() {
    let task = Task::new();
    let (sender, mut receiver) = oneshot::channel::<()>();
    assert!(task.poll(&mut Pin::new(&mut receiver)).is_pending());
    drop(receiver);
    assert_eq!((task.wakers_elsewhere(), task.wakes()), (0, 0));
    drop(sender);

    let (mut sender, receiver) = oneshot::channel::<()>();
    assert!(task.poll(&mut pin!(sender.closed())).is_pending());
    drop(sender);
    assert_eq!((task.wakers_elsewhere(), task.wakes()), (0, 0));
    drop(receiver);
}

#[test]
fn two_threads_always_agree() {
    let counter = Counter::new();
    for round in 0..2_000 {
        let (sender, mut receiver) = oneshot::channel();
        let value = counter.value();
        let thread = thread::spawn(move || sender.send(value).is_ok());
        let arrived = match round % 3 {
            0 => block_on(receiver).is_ok(),
            1 => {
                receiver.close();
                block_on(receiver).is_ok()
            }
            _ => {
                drop(receiver);
                thread.join().unwrap();
                assert_eq!(counter.alive(), 0);
                continue;
            }
        };
        assert_eq!(thread.join().unwrap(), arrived);
        assert_eq!(counter.alive(), 0);
    }
}
