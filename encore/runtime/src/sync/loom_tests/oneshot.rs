//! Each way out of `EMPTY` against each other.

use loom::sync::Arc;
use loom::thread;

use super::{block_on, poll_and_drop};
use crate::sync::oneshot;

#[test]
fn the_value_arrives() {
    loom::model(|| {
        let (sender, receiver) = oneshot::channel();
        let thread = thread::spawn(move || sender.send(Arc::new(7)).is_ok());
        assert_eq!(block_on(receiver).map(|value| *value), Ok(7));
        assert!(thread.join().unwrap());
    });
}

#[test]
fn the_end_arrives() {
    loom::model(|| {
        let (sender, receiver) = oneshot::channel::<()>();
        thread::spawn(move || drop(sender));
        assert!(block_on(receiver).is_err());
    });
}

/// A receiver that looked before, as another task, is found where it waits now.
#[test]
fn the_value_finds_the_last_waker() {
    loom::model(|| {
        let (sender, mut receiver) = oneshot::channel();
        let thread = thread::spawn(move || sender.send(7).is_ok());
        if poll_and_drop(&mut receiver).is_pending() {
            assert_eq!(block_on(receiver), Ok(7));
        }
        assert!(thread.join().unwrap());
    });
}

#[test]
fn a_value_is_received_or_comes_back() {
    loom::model(|| {
        let (sender, mut receiver) = oneshot::channel();
        let thread = thread::spawn(move || sender.send(Arc::new(7)).is_err());
        receiver.close();
        let received = receiver.try_recv().is_ok();
        assert_ne!(received, thread.join().unwrap());
    });
}

/// The value is dropped by one of the two, or leaks, which loom sees.
#[test]
fn a_value_may_meet_a_receiver_that_goes() {
    loom::model(|| {
        let (sender, receiver) = oneshot::channel();
        let thread = thread::spawn(move || drop(sender.send(Arc::new(7))));
        drop(receiver);
        thread.join().unwrap();
    });
}

#[test]
fn the_sender_learns_that_the_receiver_is_gone() {
    loom::model(|| {
        let (mut sender, receiver) = oneshot::channel::<()>();
        let thread = thread::spawn(move || drop(receiver));
        block_on(sender.closed());
        thread.join().unwrap();
        assert_eq!(sender.send(()), Err(()));
    });
}

#[test]
fn both_ends_may_wait_for_each_other_to_go() {
    loom::model(|| {
        let (mut sender, mut receiver) = oneshot::channel::<()>();
        let thread = thread::spawn(move || {
            let _ended = poll_and_drop(sender.closed());
            drop(sender);
        });
        let _ended = poll_and_drop(&mut receiver);
        assert!(block_on(receiver).is_err());
        thread.join().unwrap();
    });
}
