//! Many want one name at once, and one of them gets it.

use std::path::Path;
use std::sync::Barrier;
use std::thread;

use super::guest::enter;
use crate::Server;

const ROUNDS: usize = 20;
const RACERS: usize = 40;

/// 40 clients claim one name at once by `/nick`: one of them gets it, the others are told that it
/// is taken and keep their own.
///
/// # Panics
/// When two of them get it, or none.
pub fn one_of_many_wins(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    for round in 0..ROUNDS {
        let wanted = format!("round{round}");
        let (start, end) = (Barrier::new(RACERS), Barrier::new(RACERS));
        let run = || {
            let (mut client, own) = enter(server.addr());
            start.wait();
            client.send(&format!("/nick {wanted}"));
            let (won, lost) =
                (format!("* {own} is now {wanted}"), format!("! name \"{wanted}\" is taken"));
            let is_won = loop {
                match client.line() {
                    line if line == won => break true,
                    line if line == lost => break false,
                    // The others', and the leave of the last round's winner.
                    line => assert!(line.starts_with("* "), "came {line}"),
                }
            };
            end.wait();
            is_won
        };
        let winners = thread::scope(|scope| {
            let racers: Vec<_> = (0..RACERS).map(|_| scope.spawn(run)).collect();
            racers
                .into_iter()
                .map(|racer| racer.join().expect("a racer"))
                .filter(|&won| won)
                .count()
        });
        assert_eq!(winners, 1, "{winners} clients are called {wanted}");
    }
}
