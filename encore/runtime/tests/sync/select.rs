//! Which branch of a `select!` is taken.

use std::cell::Cell;
use std::convert::identity;
use std::future::{pending, ready};
use std::pin::pin;

use runtime::select;
use runtime::sync::{mpsc, oneshot};

use crate::support::{Counter, Task, after_polls, block_on, hold};

#[test]
fn the_first_to_be_done_wins() {
    let winner = block_on(async {
        select! {
            () = after_polls(3) => "slow",
            () = after_polls(1) => "fast",
            () = pending() => "never",
        }
    });
    assert_eq!(winner, "fast");
}

#[test]
fn a_biased_select_asks_in_order() {
    for _ in 0..50 {
        let winner = block_on(async {
            select! {
                biased;
                () = pending() => 1,
                () = ready(()) => 2,
                () = ready(()) => 3,
            }
        });
        assert_eq!(winner, 2);
    }
}

#[test]
fn without_bias_every_branch_gets_its_turn() {
    let mut wins = [0; 4];
    for _ in 0..4_000 {
        let winner = block_on(async {
            select! {
                winner = ready(0) => winner,
                winner = ready(1) => winner,
                winner = ready(2) => winner,
                winner = ready(3) => winner,
            }
        });
        wins[winner] += 1;
    }
    // A fair start gives each about 1000; one that is starved has none.
    assert!(wins.iter().all(|&count| count > 500), "{wins:?}");
}

#[test]
fn a_branch_whose_condition_is_false_is_not_polled() {
    let polled = Cell::new(false);
    let on = identity(false);
    let winner = block_on(async {
        select! {
            biased;
            () = async { polled.set(true) }, if on => "off",
            () = after_polls(1), if !on => "on",
        }
    });
    assert_eq!((winner, polled.get()), ("on", false));
}

#[test]
fn an_output_that_does_not_fit_switches_its_branch_off() {
    let counter = Counter::new();
    let won = block_on(async {
        select! {
            biased;
            Some(_) = async { None::<u8> } => "some",
            Err(()) = async { Ok::<_, ()>(counter.value()) } => "error",
            () = after_polls(2) => {
                assert_eq!(counter.alive(), 0);
                "later"
            }
        }
    });
    assert_eq!(won, "later");
}

#[test]
fn else_is_taken_when_all_branches_are_off() {
    let off = identity(false);
    let taken = block_on(async {
        select! {
            Some(number) = ready(None) => number,
            () = pending(), if off => 1,
            else => 2,
        }
    });
    assert_eq!(taken, 2);
}

#[test]
#[should_panic(expected = "no `else`")]
fn all_branches_off_and_no_else_is_a_panic() {
    block_on(async {
        select! { Some(()) = ready(None) => {} }
    });
}

#[test]
fn all_futures_are_dropped_before_the_handler_runs() {
    let counter = Counter::new();
    let alive = block_on(async {
        let (one, two) = (counter.value(), counter.value());
        select! {
            biased;
            () = hold(one, pending()) => usize::MAX,
            () = hold(two, ready(())) => counter.alive(),
        }
    });
    assert_eq!(alive, 0);
}

#[test]
fn a_select_that_is_dropped_drops_its_futures() {
    let counter = Counter::new();
    {
        let value = counter.value();
        let mut waits = pin!(async {
            select! {
                () = hold(value, pending()) => {}
                () = pending() => {}
            }
        });
        assert!(Task::new().poll(&mut waits).is_pending());
        assert_eq!(counter.alive(), 1);
    }
    assert_eq!(counter.alive(), 0);
}

/// As the docs say: futures that are cancel safe lose nothing in a loop.
#[test]
fn a_loop_over_two_channels_loses_nothing() {
    let (left, mut from_left) = mpsc::channel(4);
    let (right, mut from_right) = mpsc::channel(4);
    let (stop, mut stopped) = oneshot::channel::<()>();
    let threads = [(left, 1_u64), (right, 1_000_000)].map(|(sender, weight)| {
        std::thread::spawn(move || {
            for _ in 0..5_000 {
                block_on(sender.send(weight)).unwrap();
            }
        })
    });
    let total = block_on(async {
        let mut total = 0;
        loop {
            select! {
                Some(weight) = from_left.recv() => total += weight,
                Some(weight) = from_right.recv() => total += weight,
                _ = &mut stopped => unreachable!("nobody stops it"),
                else => break total,
            }
            if total == 5_000 * 1_000_001 {
                break total;
            }
        }
    });
    assert_eq!(total, 5_000 * 1_000_001);
    drop(stop);
    for thread in threads {
        thread.join().unwrap();
    }
}
