//! One client always has something to send, and keeps nobody from being served.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::guest::enter;
use crate::Server;

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

fn floods(binary: &Path, line: &str) {
    let mut command = Command::new(binary);
    // With one thread for all tasks, a task that never gives way is seen at once.
    command.arg("127.0.0.1:0").env("TOKIO_WORKER_THREADS", "1");
    let server = Server::start_with(command);
    let (mut alice, _) = enter(server.addr());
    let (bob, name) = enter(server.addr());
    let (greedy, other) = enter(server.addr());
    alice.expect_all(&[&format!("* {name} joined"), &format!("* {other} joined")]);
    let done = AtomicBool::new(false);
    let flood = line.repeat(10_000);
    thread::scope(|scope| {
        let _end = End { done: &done, server: &server };
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                if greedy.try_send_bytes(flood.as_bytes()).is_err() {
                    // The server has had enough of it.
                    break;
                }
            }
        });
        for trip in 0..TRIPS {
            bob.send(&format!("{trip}"));
            alice.expect(&format!("<{name}> {trip}"));
        }
    });
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
