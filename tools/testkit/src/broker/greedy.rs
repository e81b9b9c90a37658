//! One client always has something to send, and keeps nobody from being served.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use super::guest::enter;
use crate::{Client, PATIENCE, Server};

/// Messages between two others meanwhile.
const TRIPS: usize = 30;

/// Blank lines are no reason to ask the broker, and so none to stop for.
///
/// # Panics
/// When others are not served any more.
pub fn blank_lines(binary: impl AsRef<Path>) {
    floods(binary.as_ref(), "\n");
}

/// Nobody reads the answers.
///
/// # Panics
/// When others are not served any more.
pub fn commands(binary: impl AsRef<Path>) {
    floods(binary.as_ref(), "/who\n");
}

/// Text that is refused.
///
/// # Panics
/// When others are not served any more.
pub fn mistakes(binary: impl AsRef<Path>) {
    floods(binary.as_ref(), "/nonsense\n");
}

/// Somebody quits and goes on sending: reading that has an end, and stops for others.
///
/// # Panics
/// When somebody else is not served any more, or the connection is not closed.
pub fn input_after_a_quit(binary: impl AsRef<Path>) {
    let server = on_one_thread(binary.as_ref());
    let (mut witness, _) = enter(server.addr());
    let (greedy, name) = enter(server.addr());
    witness.expect(&format!("* {name} joined"));
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let _end = End { done: &done, server: &server };
        let flood = scope.spawn(|| keep_sending(&greedy, "/quit\n", &done));
        witness.expect(&format!("* {name} left"));
        let started = Instant::now();
        while !flood.is_finished() {
            witness.send("/who");
            witness.expect_prefix("* online: ");
            assert!(started.elapsed() < PATIENCE, "the server does not hang up");
        }
    });
}

fn floods(binary: &Path, line: &str) {
    let server = on_one_thread(binary);
    let (mut alice, _) = enter(server.addr());
    let (bob, name) = enter(server.addr());
    let (greedy, other) = enter(server.addr());
    alice.expect_all(&[&format!("* {name} joined"), &format!("* {other} joined")]);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let _end = End { done: &done, server: &server };
        scope.spawn(|| keep_sending(&greedy, line, &done));
        for trip in 0..TRIPS {
            bob.send(&format!("{trip}"));
            alice.expect(&format!("<{name}> {trip}"));
        }
    });
}

fn on_one_thread(binary: &Path) -> Server {
    let mut command = Command::new(binary);
    // With one thread for all tasks, a task that never gives way is seen at once.
    command.arg("127.0.0.1:0").env("TOKIO_WORKER_THREADS", "1");
    Server::start_with(command)
}

/// Sends this line again and again, until it is done or the server has had enough of it.
fn keep_sending(client: &Client, line: &str, done: &AtomicBool) {
    let flood = line.repeat(10_000);
    while !done.load(Ordering::Relaxed) && client.try_send_bytes(flood.as_bytes()).is_ok() {}
}

/// Ends the flood however the test ends.
struct End<'a> {
    done: &'a AtomicBool,
    server: &'a Server,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        self.server.kill();
    }
}
