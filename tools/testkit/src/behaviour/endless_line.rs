//! A line without an end costs the server nothing but time.

use std::path::Path;
use std::thread;

use crate::{Client, PROMPT, Sender, Server};

const TOO_LONG: &str = "! line too long: at most 1024 bytes";

const MEBIBYTE: usize = 1024 * 1024;

/// How long the line is, in MiB.
const LENGTH: usize = 100;

/// Stages 1 and 2: the client is told, and the connection ends; the next client is served.
///
/// # Panics
/// When it is not so, or the server keeps the line.
pub fn ends_the_connection(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    for logged_in in [false, true] {
        let mut client = Client::connect(server.addr());
        if logged_in {
            client.log_in("alice");
        } else {
            client.expect(PROMPT);
        }
        let memory = Memory::of(&server);
        let sender = client.sender();
        // The server closes meanwhile, so not all of it is taken.
        let sending = thread::spawn(move || (0..LENGTH).all(|_| send_piece(&sender)));
        client.expect(TOO_LONG);
        client.expect_closed();
        memory.expect_flat(&server);
        sending.join().expect("the sender failed");
    }
    let mut next = Client::login(server.addr(), "bob");
    next.send("hi");
    next.expect("<bob> hi");
}

/// From stage 3: the client is told once, the line is thrown away, and the connection goes on,
/// before the login as well as after it.
///
/// # Panics
/// When it is not so, or the server keeps the line.
pub fn is_thrown_away(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut client = Client::connect(server.addr());
    client.expect(PROMPT);
    let memory = Memory::of(&server);
    let sender = client.sender();
    assert!((0..LENGTH).all(|_| send_piece(&sender)), "it ended:\n{}", client.log());
    client.send("\nalice");
    client.expect_all(&[TOO_LONG, PROMPT]);
    client.expect_prefix("* Welcome, alice!");
    assert!((0..LENGTH).all(|_| send_piece(&sender)), "it ended:\n{}", client.log());
    client.send("\nhello");
    client.skip_until(TOO_LONG);
    client.expect("<alice> hello");
    memory.expect_flat(&server);
}

/// From stage 5: others go on meanwhile, and see nothing of it.
///
/// # Panics
/// When they do not.
pub fn disturbs_nobody(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut witness = Client::join(server.addr(), "witness");
    let mut client = Client::join(server.addr(), "alice");
    witness.expect("* alice joined #lobby");
    let sender = client.sender();
    for n in 0..LENGTH {
        assert!(send_piece(&sender), "it ended:\n{}", client.log());
        witness.send(&format!("meanwhile {n}"));
        witness.expect(&format!("<witness> meanwhile {n}"));
    }
    client.send("\nhello");
    client.skip_until(TOO_LONG);
    client.skip_until("<alice> hello");
    witness.expect("<alice> hello");
}

/// Sends the next mebibyte of the line; false when the connection has ended.
fn send_piece(sender: &Sender) -> bool {
    sender.try_send_bytes(&vec![b'x'; MEBIBYTE]).is_ok()
}

/// How much memory a server used; measured on Linux only.
struct Memory {
    #[cfg(target_os = "linux")]
    kib: u64,
}

impl Memory {
    #[cfg(target_os = "linux")]
    fn of(server: &Server) -> Self {
        Self { kib: server.memory_kib() }
    }

    /// At no time since has it used 2 MiB more.
    #[cfg(target_os = "linux")]
    fn expect_flat(&self, server: &Server) {
        let peak = server.peak_kib();
        assert!(peak < self.kib + 2048, "memory grew from {} to {peak} KiB", self.kib);
    }

    #[cfg(not(target_os = "linux"))]
    fn of(_server: &Server) -> Self {
        Self {}
    }

    #[cfg(not(target_os = "linux"))]
    fn expect_flat(&self, _server: &Server) {}
}
