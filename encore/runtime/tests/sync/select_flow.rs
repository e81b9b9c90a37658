//! How a `select!` may be written, and what its handlers may do.

use std::future::{pending, ready};
use std::num::ParseIntError;

use runtime::select;
use runtime::sync::{Mutex, mpsc};

use crate::support::{after_polls, block_on};

#[test]
fn a_handler_may_break_and_continue_the_loop_around() {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    for number in 1..=6 {
        sender.send(number).unwrap();
    }
    let odd = block_on(async {
        let mut odd = Vec::new();
        'all: loop {
            for _ in 0..2 {
                select! {
                    Some(number) = receiver.recv() => {
                        if number % 2 == 0 {
                            continue;
                        }
                        if number == 5 {
                            break 'all;
                        }
                        odd.push(number);
                    }
                    () = pending() => break,
                }
            }
        }
        odd
    });
    assert_eq!(odd, [1, 3]);
}

#[test]
fn a_handler_may_use_the_question_mark_and_return() {
    async fn parse(text: &str, at_once: bool) -> Result<u8, ParseIntError> {
        let number = select! {
            text = ready(text), if !at_once => text.parse::<u8>()?,
            () = after_polls(1) => return Ok(0),
        };
        Ok(number)
    }
    assert_eq!(block_on(parse("7", false)), Ok(7));
    assert!(block_on(parse("seven", false)).is_err());
    assert_eq!(block_on(parse("seven", true)), Ok(0));
}

#[test]
fn a_handler_may_await_and_use_what_the_futures_had_borrowed() {
    let (sender, mut receiver) = mpsc::channel(2);
    let sum = block_on(async {
        sender.send(1).await.unwrap();
        sender.send(2).await.unwrap();
        select! {
            Some(first) = receiver.recv() => first + receiver.recv().await.unwrap(),
            () = pending() => 0,
        }
    });
    assert_eq!(sum, 3);
}

#[test]
fn a_future_may_be_awaited_further_by_another_select() {
    let rounds = block_on(async {
        let mut slow = std::pin::pin!(after_polls(5));
        let mut rounds = 0;
        loop {
            select! {
                biased;
                () = &mut slow => break rounds,
                () = ready(()) => rounds += 1,
            }
        }
    });
    assert_eq!(rounds, 5);
}

#[test]
fn patterns_may_be_mutable_nested_and_alternative() {
    struct Point {
        x: u8,
        y: u8,
    }
    block_on(async {
        let point = || ready(Some(Point { x: 1, y: 2 }));
        select! {
            Some(Point { mut x, y }) = point() => {
                x += y;
                assert_eq!(x, 3);
            }
            Some(Point { x: 9, .. }) | None = point() => unreachable!(),
        }
        select! { Ok(text) | Err(text) = ready(Ok::<_, String>("moved".to_owned())) => drop(text) }
        select! { Some(ref text) = ready(Some("kept".to_owned())) => assert_eq!(text, "kept") }
        select! { (first, mut second) = ready((1, 2)) => { second += first; assert_eq!(second, 3) } }
        select! { _ = point() => {} }
    });
}

#[test]
fn commas_after_blocks_and_at_the_end_are_free() {
    block_on(async {
        select! {
            _ = ready(1) => {},
            _ = ready(2), if true => {}
            _ = ready(3) => (),
            _ = ready(4) => { }
            else => {},
        }
        let Some(5) = (select! { five = ready(5) => Some(five), else => None }) else { panic!() };
    });
}

#[test]
fn eight_branches_of_as_many_types() {
    let winner = block_on(async {
        select! {
            () = pending::<()>() => "a",
            _ = pending::<u8>() => "b",
            _ = pending::<u16>() => "c",
            _ = pending::<u32>() => "d",
            _ = pending::<&str>() => "e",
            _ = pending::<String>() => "f",
            _ = pending::<Vec<u8>>() => "g",
            last = ready("h") => last,
        }
    });
    assert_eq!(winner, "h");
}

#[test]
fn one_may_stand_in_a_handler_of_another() {
    let sum = block_on(async {
        select! {
            outer = ready(1) => select! {
                inner = ready(2) => outer + inner,
            },
        }
    });
    assert_eq!(sum, 3);
}

/// Conditions come before futures, as documented.
#[test]
fn conditions_are_evaluated_before_futures_are_made() {
    let order = std::cell::RefCell::new(Vec::new());
    let note = |what: &'static str| order.borrow_mut().push(what);
    let condition = |what| {
        note(what);
        true
    };
    let future = |what| {
        note(what);
        ready(())
    };
    block_on(async {
        select! {
            () = future("future 1"), if condition("condition 1") => {}
            () = future("future 2"), if condition("condition 2") => {}
        }
    });
    assert_eq!(*order.borrow(), ["condition 1", "condition 2", "future 1", "future 2"]);
}

/// What `spawn` asks of a task that selects.
#[test]
fn the_future_can_be_sent() {
    fn is_send<T: Send>(_: &T) {}
    let mutex = Mutex::new(0);
    let (_sender, mut receiver) = mpsc::channel::<u8>(1);
    let future = async {
        select! {
            mut guard = mutex.lock() => { *guard += 1; after_polls(1).await; *guard }
            Some(number) = receiver.recv() => number,
        }
    };
    is_send(&future);
    assert_eq!(block_on(future), 1);
}
