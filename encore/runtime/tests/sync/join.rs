//! `join!` waits for all.

use std::future::{pending, ready};
use std::pin::pin;
use std::task::Poll;

use runtime::join;
use runtime::sync::oneshot;

use crate::support::{Counter, Task, after_polls, block_on, hold};

#[test]
fn all_outputs_come_in_the_order_of_the_futures() {
    let outputs = block_on(async {
        join!(
            async {
                after_polls(3).await;
                1
            },
            ready("two"),
            async {
                after_polls(1).await;
                3.0
            },
        )
    });
    assert_eq!(outputs, (1, "two", 3.0));
}

#[test]
fn the_futures_run_at_once() {
    let (to_left, from_right) = oneshot::channel();
    let (to_right, from_left) = oneshot::channel();
    let outputs = block_on(async {
        join!(
            async {
                to_right.send(1).unwrap();
                from_right.await
            },
            async {
                let received = from_left.await;
                to_left.send(2).unwrap();
                received
            }
        )
    });
    assert_eq!(outputs, (Ok(2), Ok(1)));
}

#[test]
fn one_to_eight_futures() {
    block_on(async {
        assert_eq!(join!(ready(1)), (1,));
        let eight =
            join!(ready(1), ready(2), ready(3), ready(4), ready(5), ready(6), ready(7), ready(8));
        assert_eq!(eight, (1, 2, 3, 4, 5, 6, 7, 8));
    });
}

/// As the docs say: a future that is done is dropped at once, and not polled again.
#[test]
fn what_is_done_is_dropped_at_once() {
    let counter = Counter::new();
    let (value, output) = (counter.value(), counter.value());
    let mut joined = Box::pin(async { join!(hold(value, ready(output)), pending::<()>()) });
    let task = Task::new();
    assert!(task.poll(&mut joined.as_mut()).is_pending());
    assert_eq!(counter.alive(), 1);
    assert!(task.poll(&mut joined.as_mut()).is_pending());
    // Dropped before it is done, it drops the outputs that it has.
    drop(joined);
    assert_eq!(counter.alive(), 0);
}

#[test]
fn outputs_need_not_be_copied() {
    let (first, second) = block_on(async { join!(ready(String::from("a")), ready(vec![1])) });
    assert_eq!((first.as_str(), second.as_slice()), ("a", &[1][..]));
    let mut one = pin!(async { join!(ready(())) });
    assert_eq!(Task::new().poll(&mut one), Poll::Ready(((),)));
}
