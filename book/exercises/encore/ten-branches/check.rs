//! Ten branches, of which one is ready: each of them once.

use std::future::{pending, ready};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use runtime::{block_on, select};

/// Ready in the round of the same number.
async fn at(number: u32, round: u32) {
    if number == round { ready(()).await } else { pending().await }
}

async fn chosen(round: u32) -> u32 {
    select! {
        () = at(0, round) => 0,
        () = at(1, round) => 1,
        () = at(2, round) => 2,
        () = at(3, round) => 3,
        () = at(4, round) => 4,
        () = at(5, round) => 5,
        () = at(6, round) => 6,
        () = at(7, round) => 7,
        () = at(8, round) => 8,
        () = at(9, round) => 9,
    }
}

fn main() {
    for round in 0..10 {
        let (done, ended) = mpsc::channel();
        thread::spawn(move || done.send(block_on(chosen(round))));
        let branch = ended.recv_timeout(Duration::from_secs(2));
        assert_eq!(branch, Ok(round), "branch {round} is ready");
    }
}
