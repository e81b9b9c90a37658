//! There are only so many places, and one that is left is free again.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

use crate::{Client, PATIENCE, PROMPT, Server};

const FULL: &str = "! server is full, try again later";

/// One more than there are places for is told so and turned away; the place of somebody who
/// leaves is free again, however often.
///
/// # Panics
/// When the count is wrong.
pub fn places_are_counted(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &["max_users=3"]);
    let mut alice = Client::join(server.addr(), "alice");
    // A place is taken from the connection on, not only from the login.
    let mut silent = Client::connect(server.addr());
    silent.expect(PROMPT);
    for round in 0..10 {
        let name = format!("user{round}");
        let mut last = place(server.addr());
        last.send(&name);
        last.expect_prefix(&format!("* Welcome, {name}!"));
        alice.expect(&format!("* {name} joined #lobby"));
        let mut refused = Client::connect(server.addr());
        refused.expect(FULL);
        refused.expect_closed();
        match round % 3 {
            0 => last.close(),
            1 => last.reset(),
            _ => {
                last.send("/quit");
                last.skip_until(&format!("* Goodbye, {name}!"));
            }
        }
        alice.expect(&format!("* {name} left #lobby"));
    }
    alice.send("hi");
    alice.expect("<alice> hi");
}

/// Of many that come at once for the last place, exactly one gets it.
///
/// # Panics
/// When more than one does, or nobody although the place is free.
pub fn one_gets_the_last_place(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &["max_users=2"]);
    let mut alice = Client::join(server.addr(), "alice");
    for _ in 0..10 {
        let deadline = Instant::now() + PATIENCE;
        // The place of the winner before is free a moment after the winner has left.
        while race(server.addr()) == 0 {
            assert!(Instant::now() < deadline, "the place was never free again");
        }
    }
    alice.send("hi");
    alice.expect("<alice> hi");
}

/// A client that has got a place, the one that somebody has just left.
fn place(addr: SocketAddr) -> Client {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut client = Client::connect(addr);
        match client.line().as_str() {
            PROMPT => return client,
            FULL => client.expect_closed(),
            other => panic!("came the line {other}"),
        }
        assert!(Instant::now() < deadline, "the place was never free again");
    }
}

/// How many of 20 that connect at once get the only place; the others have to be told.
fn race(addr: SocketAddr) -> usize {
    const RACERS: usize = 20;
    let start = Arc::new(Barrier::new(RACERS));
    let racers: Vec<_> = (0..RACERS)
        .map(|_| {
            let start = Arc::clone(&start);
            thread::spawn(move || {
                start.wait();
                let mut client = Client::connect(addr);
                let line = client.line();
                (client, line)
            })
        })
        .collect();
    // Nobody leaves before all of them have their answer.
    let answers: Vec<_> =
        racers.into_iter().map(|racer| racer.join().expect("a racer failed")).collect();
    let mut winners = 0;
    for (mut client, line) in answers {
        match line.as_str() {
            PROMPT => winners += 1,
            FULL => client.expect_closed(),
            other => panic!("came the line {other}"),
        }
    }
    assert!(winners <= 1, "{winners} clients got the last place");
    winners
}
