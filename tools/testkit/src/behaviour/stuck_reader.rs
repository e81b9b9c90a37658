//! A client that does not read costs itself, and nobody else.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::{Client, Server};

const MESSAGES: usize = 30_000;

/// What may wait for one client by default, and ten megabytes for everything else.
#[cfg(target_os = "linux")]
const MOST_KIB: u64 = 1024 + 10 * 1024;

/// Somebody says 30,000 × 900 bytes to a room in which one member reads nothing: that member is
/// cut off and announced, everybody else gets everything, and the server does not grow.
///
/// # Panics
/// When a message is lost, somebody else is cut off, or too much waits.
pub fn only_the_stuck_one_is_cut_off(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut witness = Client::join(server.addr(), "witness");
    let _stuck = Client::join(server.addr(), "stuck");
    let mut talker = Client::join(server.addr(), "talker");
    witness.expect_all(&["* stuck joined #lobby", "* talker joined #lobby"]);
    #[cfg(target_os = "linux")]
    let before = server.memory_kib();
    let sender = talker.sender();
    thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..MESSAGES {
                sender.send(&format!("{n:05} {}", "x".repeat(894)));
            }
        });
        let witnessed = scope.spawn(|| read_all(&mut witness));
        assert_eq!(read_all(&mut talker), ["* stuck left #lobby (too slow)"]);
        let witnessed = witnessed.join().expect("the witness failed");
        assert_eq!(witnessed, ["* stuck left #lobby (too slow)"]);
    });
    assert!(server.logs("stuck was cut off", Duration::from_secs(10)), "log:\n{}", server.log());
    #[cfg(target_os = "linux")]
    {
        let grown = server.peak_kib().saturating_sub(before);
        assert!(grown < MOST_KIB, "the server grew by {grown} KiB");
    }
}

/// Reads up to the last message, all of which have to come in order; returns the notices.
fn read_all(client: &mut Client) -> Vec<String> {
    client.set_timeout(Duration::from_mins(1));
    let mut notices = Vec::new();
    let mut next = 0;
    while next < MESSAGES {
        let line = client.line();
        match line.strip_prefix("<talker> ") {
            Some(said) => {
                assert_eq!(said.len(), 900);
                assert!(said.starts_with(&format!("{next:05} ")), "{said:.20} came, not {next}");
                next += 1;
            }
            None => notices.push(line),
        }
    }
    notices
}

/// A client for which less than the limit waits, but which does not read for 10 s, is cut off too.
///
/// # Panics
/// When it is not.
pub fn no_progress_is_the_end(binary: impl AsRef<Path>) {
    // More than the kernel keeps for a connection, and far less than may wait.
    let server = Server::start(binary, &["sendq=50000000"]);
    let mut talker = Client::join(server.addr(), "talker");
    let _stuck = Client::join(server.addr(), "stuck");
    talker.expect("* stuck joined #lobby");
    let sender = talker.sender();
    thread::scope(|scope| {
        scope.spawn(|| (0..10_000).for_each(|_| sender.send(&"x".repeat(900))));
        talker.set_timeout(Duration::from_mins(1));
        talker.skip_until("* stuck left #lobby (too slow)");
    });
}

/// A reader that is slower than the talker, but reads, is waited for and gets everything.
///
/// # Panics
/// When it is cut off, or a byte is lost.
pub fn a_slow_reader_is_waited_for(binary: impl AsRef<Path>) {
    let words = "x".repeat(900);
    slow_reader(binary.as_ref(), &format!("{words}\n"), &format!("<talker> {words}\n"));
}

/// The same when everything is said to that reader alone, from another room.
///
/// # Panics
/// When it is cut off, or a byte is lost.
pub fn a_slow_hearer_is_waited_for(binary: impl AsRef<Path>) {
    let words = "x".repeat(900);
    let (sent, seen) = (format!("/msg slow {words}\n"), format!("[talker -> slow] {words}\n"));
    slow_reader(binary.as_ref(), &sent, &seen);
}

/// Sends a line 10,000 times; a reader in the lobby has to see as many.
fn slow_reader(binary: &Path, sent: &str, seen: &str) {
    const SAID: usize = 10_000;
    let server = Server::start(binary, &[]);
    let mut talker = Client::join(server.addr(), "talker");
    let mut slow = TcpStream::connect(server.addr()).expect("a connection");
    slow.write_all(b"slow\n").expect("a name");
    talker.expect("* slow joined #lobby");
    // What comes before: the prompt, the welcome, the message of the day.
    let mut wanted = SAID * seen.len() + 85;
    if sent.starts_with("/msg") {
        talker.send("/join elsewhere");
        talker.expect("* You're in #elsewhere.");
        wanted += "* talker left #lobby\n".len();
    }
    let sender = talker.sender();
    thread::scope(|scope| {
        scope.spawn(|| (0..SAID).for_each(|_| sender.send_bytes(sent.as_bytes())));
        scope.spawn(|| {
            let mut left = SAID;
            while left > 0 {
                left -= usize::from(seen.starts_with(&talker.line()));
            }
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
    let mut witness = Client::join(server.addr(), "witness");
    let mut other = Client::join(server.addr(), "other");
    let stuck = Client::join(server.addr(), "stuck");
    witness.expect_all(&["* other joined #lobby", "* stuck joined #lobby"]);
    other.expect("* stuck joined #lobby");
    #[cfg(target_os = "linux")]
    let before = server.memory_kib();
    thread::scope(|scope| {
        scope.spawn(|| {
            let questions = "/help\n".repeat(1000);
            // It fails when the server has had enough.
            (0..200).all(|_| stuck.try_send_bytes(questions.as_bytes()).is_ok());
        });
        let mut round = 0;
        loop {
            round += 1;
            let said = format!("<witness> round {round}");
            witness.send(&format!("round {round}"));
            let before = witness.skip_until(&said);
            other.skip_until(&said);
            if before.iter().any(|line| line == "* stuck left #lobby (too slow)") {
                break;
            }
            assert!(round < 1_000_000, "the client that does not read is still there");
        }
    });
    #[cfg(target_os = "linux")]
    {
        let grown = server.peak_kib().saturating_sub(before);
        assert!(grown < MOST_KIB, "the server grew by {grown} KiB");
    }
}
