//! A client that does not read costs itself, and nobody else.

use std::io::Read;
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::guest::{enter, enter_as, expect_entry, rename, welcome};
use crate::{Client, Server};

/// What may wait for one client by default, and ten megabytes for everything else.
#[cfg(target_os = "linux")]
const MOST_KIB: u64 = 1024 + 10 * 1024;

const CUT_OFF: &str = "* stuck left (too slow)";

/// Somebody says 30,000 × 900 bytes while one client reads nothing: that one is cut off and
/// announced, another gets everything, and the server does not grow.
///
/// # Panics
/// When a message is lost, somebody else is cut off, or too much waits.
pub fn only_the_stuck_one_is_cut_off(binary: impl AsRef<Path>) {
    const MESSAGES: usize = 30_000;
    let server = Server::start(binary, &[]);
    let mut witness = enter_as(server.addr(), "witness");
    let mut stuck = not_reading(&server, "stuck");
    let mut talker = enter_as(server.addr(), "talker");
    expect_entry(&mut witness, "stuck");
    expect_entry(&mut witness, "talker");
    #[cfg(target_os = "linux")]
    let before = server.memory_kib();
    witness.set_timeout(Duration::from_mins(1));
    let sender = talker.sender();
    let notices = thread::scope(|scope| {
        scope.spawn(|| {
            (0..MESSAGES).for_each(|n| sender.send(&format!("{n:05} {}", "x".repeat(894))));
        });
        let mut notices = Vec::new();
        let mut next = 0;
        while next < MESSAGES {
            let line = witness.line();
            match line.strip_prefix("<talker> ") {
                Some(said) => {
                    assert!(
                        said.len() == 900 && said.starts_with(&format!("{next:05} ")),
                        "{said}"
                    );
                    next += 1;
                }
                None => notices.push(line),
            }
        }
        notices
    });
    assert_eq!(notices, [CUT_OFF]);
    talker.expect(CUT_OFF);
    stuck.expect_gone();
    assert!(server.logs("stuck was cut off", Duration::from_secs(10)), "log:\n{}", server.log());
    #[cfg(target_os = "linux")]
    expect_small(&server, before);
}

/// A client for which less than the limit waits, but which does not read for 10 s, is cut off too.
///
/// # Panics
/// When it is not.
pub fn no_progress_is_the_end(binary: impl AsRef<Path>) {
    // More than the kernel keeps for a connection, and far less than may wait.
    let server = Server::start(binary, &["sendq=50000000"]);
    let mut talker = enter_as(server.addr(), "talker");
    let _stuck = not_reading(&server, "stuck");
    let sender = talker.sender();
    thread::scope(|scope| {
        scope.spawn(|| (0..10_000).for_each(|_| sender.send(&"x".repeat(900))));
        talker.set_timeout(Duration::from_mins(1));
        talker.skip_until(CUT_OFF);
    });
}

/// A reader that is slower than the talker, but reads, is waited for and gets everything.
///
/// # Panics
/// When it is cut off, or a byte is lost.
pub fn a_slow_reader_is_waited_for(binary: impl AsRef<Path>) {
    const SAID: usize = 10_000;
    let server = Server::start(binary, &[]);
    let (talker, name) = enter(server.addr());
    let mut slow = TcpStream::connect(server.addr()).expect("a connection");
    let words = "x".repeat(900);
    let mut wanted = "* Welcome, user-2!\n".len() + SAID * format!("<{name}> {words}\n").len();
    let sender = talker.sender();
    thread::scope(|scope| {
        scope.spawn(|| {
            // So that the first words are not said before the reader is in.
            let mut talker = talker;
            talker.expect("* user-2 joined");
            (0..SAID).for_each(|_| sender.send(&words));
        });
        // A few bytes at a time: far slower than the talker.
        let mut crumb = [0; 3];
        while wanted > 0 {
            let count = slow.read(&mut crumb).expect("more to read");
            assert!(count > 0, "cut off with {wanted} bytes to come; log:\n{}", server.log());
            wanted = wanted.saturating_sub(count);
        }
    });
}

/// Somebody asks for help 200,000 times and reads no answer: that client is cut off, and two
/// others talk with each other as if nothing happened.
///
/// # Panics
/// When it is not, or a message of the others does not come.
pub fn answers_that_nobody_reads_are_bounded(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut witness = enter_as(server.addr(), "witness");
    let other = enter_as(server.addr(), "other");
    let stuck = not_reading(&server, "stuck");
    expect_entry(&mut witness, "other");
    expect_entry(&mut witness, "stuck");
    #[cfg(target_os = "linux")]
    let before = server.memory_kib();
    thread::scope(|scope| {
        scope.spawn(|| {
            let questions = "/help\n".repeat(1000);
            // It fails when the server has had enough.
            (0..200).all(|_| stuck.try_send_bytes(questions.as_bytes()).is_ok());
        });
        for round in 0.. {
            other.send(&format!("round {round}"));
            let before = witness.skip_until(&format!("<other> round {round}"));
            if before.iter().any(|line| line == CUT_OFF) {
                break;
            }
            assert!(round < 1_000_000, "the client that does not read is still there");
        }
    });
    #[cfg(target_os = "linux")]
    expect_small(&server, before);
}

#[cfg(target_os = "linux")]
fn expect_small(server: &Server, before: u64) {
    let grown = server.peak_kib().saturating_sub(before);
    assert!(grown < MOST_KIB, "the server grew by {grown} KiB");
}

/// A client that reads nothing from now on, and for which the system keeps little.
pub(super) fn not_reading(server: &Server, name: &str) -> Client {
    let client = Client::connect_with_buffer(server.addr(), 4096).expect("a small buffer");
    rename(welcome(client), name)
}
