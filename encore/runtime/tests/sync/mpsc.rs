//! What a channel does while both ends are there.

use std::pin::pin;
use std::task::Poll;
use std::thread;

use runtime::sync::mpsc::{self, TryRecvError, TrySendError};

use crate::support::{Task, block_on};

#[test]
fn values_come_in_the_order_in_which_they_were_sent() {
    let (sender, mut receiver) = mpsc::channel(3);
    for value in 0..3 {
        sender.try_send(value).unwrap();
    }
    assert_eq!(block_on(receiver.recv()), Some(0));
    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!(receiver.try_recv(), Ok(2));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn a_full_channel_takes_nothing_more() {
    let (sender, mut receiver) = mpsc::channel(2);
    sender.try_send(1).unwrap();
    assert_eq!(sender.capacity(), 1);
    sender.try_send(2).unwrap();
    assert_eq!(sender.capacity(), 0);
    assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!(sender.try_send(3), Ok(()));
}

#[test]
#[should_panic(expected = "room for at least one")]
fn a_channel_without_room_is_refused() {
    mpsc::channel::<()>(0);
}

#[test]
fn an_unbounded_channel_is_never_full() {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    for value in 0..10_000 {
        sender.send(value).unwrap();
    }
    let mut values = Vec::new();
    assert_eq!(block_on(receiver.recv_many(&mut values, usize::MAX)), 10_000);
    assert!(values.iter().copied().eq(0..10_000));
}

#[test]
fn recv_many_takes_at_most_its_limit_and_appends() {
    let (sender, mut receiver) = mpsc::channel(4);
    for value in 1..=4 {
        sender.try_send(value).unwrap();
    }
    let mut values = vec![0];
    assert_eq!(block_on(receiver.recv_many(&mut values, 0)), 0);
    assert_eq!(block_on(receiver.recv_many(&mut values, 3)), 3);
    assert_eq!(values, [0, 1, 2, 3]);
    assert_eq!(sender.capacity(), 3);
}

#[test]
fn recv_many_lets_in_as_many_senders_as_it_takes_values() {
    let (sender, mut receiver) = mpsc::channel(2);
    let tasks = [Task::new(), Task::new(), Task::new()];
    sender.try_send(0).unwrap();
    sender.try_send(1).unwrap();
    let (mut a, mut b, mut c) = (pin!(sender.send(2)), pin!(sender.send(3)), pin!(sender.send(4)));
    assert!(tasks[0].poll(&mut a).is_pending());
    assert!(tasks[1].poll(&mut b).is_pending());
    assert!(tasks[2].poll(&mut c).is_pending());
    assert_eq!(block_on(receiver.recv_many(&mut Vec::new(), 8)), 2);
    assert_eq!(tasks.each_ref().map(Task::wakes), [1, 1, 0]);
}

#[test]
fn the_receiver_is_woken_only_when_it_waits() {
    let (sender, mut receiver) = mpsc::channel(8);
    let task = Task::new();
    sender.try_send(1).unwrap();
    assert_eq!(task.poll(&mut pin!(receiver.recv())), Poll::Ready(Some(1)));
    sender.try_send(2).unwrap();
    assert_eq!(task.wakes(), 0);
    assert_eq!(receiver.try_recv(), Ok(2));
    assert!(task.poll(&mut pin!(receiver.recv())).is_pending());
    for value in 3..=5 {
        sender.try_send(value).unwrap();
    }
    assert_eq!(task.wakes(), 1);
}

#[test]
fn senders_get_in_first_come_first_served() {
    let (sender, mut receiver) = mpsc::channel(1);
    sender.try_send(0).unwrap();
    let (first, second) = (Task::new(), Task::new());
    let (mut one, mut two) = (pin!(sender.send(1)), pin!(sender.send(2)));
    assert!(first.poll(&mut one).is_pending());
    assert!(second.poll(&mut two).is_pending());

    assert_eq!(receiver.try_recv(), Ok(0));
    assert_eq!((first.wakes(), second.wakes()), (1, 0));
    // The place is promised: neither a newcomer nor the second in line gets it.
    assert_eq!(sender.try_send(9), Err(TrySendError::Full(9)));
    assert!(second.poll(&mut two).is_pending());
    assert_eq!(first.poll(&mut one), Poll::Ready(Ok(())));

    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!(second.poll(&mut two), Poll::Ready(Ok(())));
    assert_eq!(receiver.try_recv(), Ok(2));
}

#[test]
fn a_permit_keeps_a_place() {
    let (sender, mut receiver) = mpsc::channel(1);
    let permit = block_on(sender.reserve()).unwrap();
    assert_eq!(sender.try_send(1), Err(TrySendError::Full(1)));
    permit.send(2);
    assert_eq!(receiver.try_recv(), Ok(2));
    drop(block_on(sender.reserve()).unwrap());
    assert_eq!(sender.try_send(3), Ok(()));
}

#[test]
fn a_future_that_moves_to_another_task_wakes_that_task() {
    let (sender, mut receiver) = mpsc::channel(1);
    let (before, after) = (Task::new(), Task::new());
    {
        let mut recv = pin!(receiver.recv());
        assert!(before.poll(&mut recv).is_pending());
        assert!(after.poll(&mut recv).is_pending());
        sender.try_send(1).unwrap();
        assert_eq!((before.wakes(), after.wakes()), (0, 1));
    }
    let mut send = pin!(sender.send(2));
    assert!(before.poll(&mut send).is_pending());
    assert!(after.poll(&mut send).is_pending());
    assert_eq!(before.wakers_elsewhere(), 0);
    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!((before.wakes(), after.wakes()), (0, 2));
}

#[test]
fn many_threads_lose_and_repeat_nothing() {
    const SENDERS: usize = 8;
    const EACH: usize = 2_000;
    let (sender, mut receiver) = mpsc::channel(5);
    let threads: Vec<_> = (0..SENDERS)
        .map(|id| {
            let sender = sender.clone();
            thread::spawn(move || {
                block_on(async {
                    for number in 0..EACH {
                        sender.send((id, number)).await.unwrap();
                    }
                });
            })
        })
        .collect();
    drop(sender);
    let mut next = [0; SENDERS];
    block_on(async {
        while let Some((id, number)) = receiver.recv().await {
            assert_eq!(number, next[id]);
            next[id] += 1;
        }
    });
    assert_eq!(next, [EACH; SENDERS]);
    for thread in threads {
        thread.join().unwrap();
    }
}

/// The budget of a task is an agreement between this crate's tasks and its executor alone.
#[test]
fn on_another_executor_nothing_waits_without_need() {
    const MANY: usize = 1000;
    let (sender, mut receiver) = mpsc::channel(MANY);
    let task = Task::new();
    let mut exchange = pin!(async {
        for value in 0..MANY {
            sender.send(value).await.unwrap();
        }
        for value in 0..MANY {
            assert_eq!(receiver.recv().await, Some(value));
        }
    });
    assert!(task.poll(&mut exchange).is_ready());
}
