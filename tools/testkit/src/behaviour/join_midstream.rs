//! Who joins in the middle of a stream misses nothing and sees nothing twice.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::{Client, Server};

const JOINS: usize = 100;

/// How much of the stream a newcomer looks at.
const SEEN: usize = 60;

/// While somebody counts aloud, others join: what the room remembers and what comes then are
/// one count without a gap or a repeat.
///
/// # Panics
/// When there is a gap or a repeat.
pub fn history_and_stream_meet(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut counter = Client::join(server.addr(), "counter");
    let sender = counter.sender();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut n = 0_u64;
            while !done.load(Ordering::Relaxed) {
                sender.send(&n.to_string());
                n += 1;
            }
            sender.send("/quit");
        });
        scope.spawn(|| while !counter.line().starts_with("* Goodbye") {});
        let joining = thread::Builder::new()
            .spawn_scoped(scope, || (0..JOINS).for_each(|n| join(&server, n)));
        let joined = joining.expect("a thread").join();
        done.store(true, Ordering::Relaxed);
        joined.expect("somebody who joined saw another count");
    });
}

fn join(server: &Server, number: usize) {
    let mut client = Client::join(server.addr(), &format!("guest{number}"));
    let mut last: Option<u64> = None;
    let mut seen = 0;
    while seen < SEEN {
        let line = client.line();
        let Some(count) = line.strip_prefix("<counter> ") else { continue };
        let count = count.parse().expect("a number");
        if let Some(last) = last {
            assert_eq!(count, last + 1, "wire:\n{}", client.log());
        }
        last = Some(count);
        seen += 1;
    }
}

/// Answers and messages to one client at once, 100,000 lines: none of them is torn.
///
/// # Panics
/// When a line is none that the server says.
pub fn no_line_is_torn(binary: impl AsRef<Path>) {
    const LINES: usize = 100_000;
    let server = Server::start(binary, &[]);
    let mut client = Client::join(server.addr(), "client");
    let mut other = Client::join(server.addr(), "other");
    client.expect("* other joined #lobby");
    let (asks, talks) = (client.sender(), other.sender());
    let who = "* in #lobby: client, other";
    let said = format!("<other> {}", "words ".repeat(20).trim_end());
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..LINES / 200 {
                asks.send_bytes("/who\n".repeat(100).as_bytes());
            }
        });
        scope.spawn(|| {
            let line = format!("{}\n", said.trim_start_matches("<other> "));
            (0..LINES / 200).for_each(|_| talks.send_bytes(line.repeat(100).as_bytes()));
        });
        scope.spawn(|| (0..LINES / 2).for_each(|_| assert_eq!(other.line(), said)));
        for _ in 0..LINES {
            let line = client.line();
            assert!(line == who || line == said, "came {line}");
        }
    });
}
