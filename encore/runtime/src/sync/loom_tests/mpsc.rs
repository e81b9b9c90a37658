//! Senders, a receiver, and what may happen between their locks.

use loom::sync::Arc;
use loom::thread;

use super::{block_on, model_of_three, poll_and_drop};
use crate::sync::mpsc;

#[test]
fn two_senders_wake_the_receiver_until_the_end() {
    model_of_three(|| {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let other = sender.clone();
        let threads = [
            thread::spawn(move || drop(sender.send(Arc::new(1)))),
            thread::spawn(move || drop(other.send(Arc::new(2)))),
        ];
        let mut sum = 0;
        while let Some(value) = block_on(receiver.recv()) {
            sum += *value;
        }
        assert_eq!(sum, 3);
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

#[test]
fn a_sender_that_waits_gets_the_place() {
    loom::model(|| {
        let (sender, mut receiver) = mpsc::channel(1);
        let thread = thread::spawn(move || {
            block_on(async {
                sender.send(1).await.unwrap();
                sender.send(2).await.unwrap();
            });
        });
        assert_eq!(block_on(receiver.recv()), Some(1));
        assert_eq!(block_on(receiver.recv()), Some(2));
        assert_eq!(block_on(receiver.recv()), None);
        thread.join().unwrap();
    });
}

/// One sender waits and gives up, at any moment; the other must get the place nevertheless.
#[test]
fn a_sender_that_gives_up_passes_its_place_on() {
    model_of_three(|| {
        let (sender, mut receiver) = mpsc::channel(1);
        sender.try_send(0).unwrap();
        let other = sender.clone();
        let threads = [
            thread::spawn(move || drop(poll_and_drop(sender.reserve()))),
            thread::spawn(move || block_on(other.send(1)).unwrap()),
        ];
        assert_eq!(block_on(receiver.recv()), Some(0));
        assert_eq!(block_on(receiver.recv()), Some(1));
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

#[test]
fn close_wakes_who_waits_for_a_place() {
    loom::model(|| {
        let (sender, mut receiver) = mpsc::channel(1);
        sender.try_send(0).unwrap();
        let thread = thread::spawn(move || block_on(sender.send(1)).is_err());
        receiver.close();
        assert!(thread.join().unwrap());
        assert_eq!(block_on(receiver.recv()), Some(0));
        assert_eq!(block_on(receiver.recv()), None);
    });
}

/// Who was sent is received, who was refused is not: also when the end comes in between.
#[test]
fn close_leaves_nothing_unread() {
    loom::model(|| {
        let (sender, mut receiver) = mpsc::channel(1);
        let kept = sender.clone();
        let thread = thread::spawn(move || match block_on(sender.reserve()) {
            Ok(permit) => {
                permit.send(1);
                true
            }
            Err(_) => false,
        });
        receiver.close();
        let received = block_on(receiver.recv()).is_some();
        assert_eq!(received, thread.join().unwrap());
        drop(kept);
    });
}

#[test]
fn who_waits_for_the_end_learns_of_it() {
    loom::model(|| {
        let (sender, receiver) = mpsc::channel::<()>(1);
        let thread = thread::spawn(move || block_on(sender.closed()));
        drop(receiver);
        thread.join().unwrap();
    });
}

/// The value is dropped by one of the two, or leaks, which loom sees.
#[test]
fn a_value_may_meet_a_receiver_that_goes() {
    loom::model(|| {
        let (sender, receiver) = mpsc::unbounded_channel();
        let thread = thread::spawn(move || drop(sender.send(Arc::new(1))));
        drop(receiver);
        thread.join().unwrap();
    });
}
