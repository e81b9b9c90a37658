//! The server goes away, and comes back.

use std::net::SocketAddr;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::stages::stage;
use crate::tty::Tty;
use testkit::{Client, PATIENCE, Server};

/// A server where another one was. Somebody else may hold the port for a moment.
fn start_again(package: &str, addr: SocketAddr) -> Server {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut command = Command::new(stage(package));
        command.arg(addr.to_string());
        match Server::try_start_with(command) {
            Ok(server) => return server,
            Err(why) => assert!(Instant::now() < deadline, "{why}"),
        }
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_client_comes_back_by_its_name() {
    for package in ["stage5-threaded", "stage6-async"] {
        let server = Server::start(stage(package), &[]);
        let mut alice = Tty::chat(&server.addr().to_string(), "alice", 80, 24);
        alice.wait_for("#lobby (1)");
        alice.press("/nick zoe\r");
        alice.wait_for("#lobby zoe at");
        alice.press("/join rust\r");
        alice.wait_for("#rust (1)");
        server.kill();
        alice.wait_for("offline, trying again");
        let server = start_again(package, server.addr());
        alice.wait_for("* Welcome, zoe!");
        alice.wait_for("#rust zoe at");
        let mut bob = Client::join(server.addr(), "bob");
        bob.send("/join rust");
        bob.expect("* You're in #rust.");
        alice.press("back again\r");
        bob.expect("<zoe> back again");
    }
}

#[test]
fn whoever_is_offline_can_leave() {
    let server = Server::start(stage("stage6-async"), &[]);
    let mut alice = Tty::chat(&server.addr().to_string(), "alice", 80, 24);
    alice.wait_for("#lobby (1)");
    server.kill();
    alice.wait_for("offline, trying again");
    alice.press("hello\r");
    alice.wait_for("-- the server is not ready; not sent");
    alice.press("\x15/quit\r");
    assert_eq!(alice.status(), 0);
}

#[test]
fn a_server_that_shuts_down_is_waited_for() {
    let server = Server::start(stage("stage6-async"), &[]);
    let alice = Tty::chat(&server.addr().to_string(), "alice", 80, 24);
    alice.wait_for("#lobby (1)");
    server.signal(testkit::Signal::Terminate).unwrap();
    alice.wait_for("* server is shutting down");
    alice.wait_for("offline, trying again");
    assert!(server.wait(PATIENCE).success());
}
