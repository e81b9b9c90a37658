//! Many want one name at once, and one of them gets it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use crate::{Client, PROMPT, Server};

const ROUNDS: usize = 10;
const RACERS: usize = 40;

/// 40 clients claim one name at once: exactly one gets it, the others are told that it is taken.
///
/// # Panics
/// When two of them get it, or none.
pub fn one_of_many_wins(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut witness = Client::join(server.addr(), "witness");
    for round in 0..ROUNDS {
        let name = format!("round{round}");
        let winners = race(server.addr(), RACERS, &name);
        assert_eq!(winners, 1, "{winners} clients are called {name}");
        witness.expect(&format!("* {name} joined #lobby"));
        witness.expect(&format!("* {name} left #lobby"));
    }
}

/// Two clients claim one name at once, 200 times.
///
/// # Panics
/// When both of them get it, or none.
pub fn one_of_two_wins(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    for round in 0..200 {
        let name = format!("round{round}");
        let winners = race(server.addr(), 2, &name);
        assert_eq!(winners, 1, "{winners} clients are called {name}");
    }
}

/// How many of them get the name. All of them stay until all have their answer.
fn race(addr: SocketAddr, racers: usize, name: &str) -> usize {
    let (start, end) = (Barrier::new(racers), Barrier::new(racers));
    let run = || {
        let mut client = Client::connect(addr);
        client.expect(PROMPT);
        start.wait();
        client.send(name);
        let answer = client.line();
        end.wait();
        if answer.starts_with("* Welcome") {
            return true;
        }
        assert_eq!(answer, format!("! name \"{name}\" is taken"));
        false
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..racers).map(|_| scope.spawn(run)).collect();
        let won = threads.into_iter().map(|thread| thread.join().expect("a racer"));
        won.filter(|&won| won).count()
    })
}
