//! A server that is asked to stop tells everybody and loses nothing, but waits for nobody too
//! long.

use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::{Client, DEFAULT_MOTD, PATIENCE, PROMPT, Server};

const NOTICE: &str = "* server is shutting down";

/// More than the buffers of the system hold, so that most of it waits in the server.
const LINES: usize = 6000;

/// Lets all those lines wait for one client.
const SETTINGS: &[&str] = &["sendq=33554432"];

/// The server gives up after 5 s; this is for a machine that is busy with other tests.
const DEADLINE: Duration = Duration::from_secs(10);

/// What waits for a client that reads only after the signal is delivered, then the notice, then
/// the end of input.
///
/// # Panics
/// When something is lost.
pub fn queued_lines_are_delivered(binary: impl AsRef<Path>) {
    let server = Server::start(binary, SETTINGS);
    let mut late = not_reading(&server, 64 * 1024);
    let mut talker = fill_queues(&server);
    server.terminate();
    told(&mut talker);
    late.expect("* talker joined #lobby");
    for n in 0..LINES {
        late.expect(&format!("<talker> {}", line(n)));
    }
    told(&mut late);
    assert_eq!(server.wait(DEADLINE).code(), Some(0), "{}", server.log());
}

/// A client that never reads does not keep the server from ending.
///
/// # Panics
/// When it does.
pub fn a_stuck_client_is_not_waited_for(binary: impl AsRef<Path>) {
    let server = Server::start(binary, SETTINGS);
    let _stuck = not_reading(&server, 4096);
    let mut talker = fill_queues(&server);
    server.terminate();
    told(&mut talker);
    assert_eq!(server.wait(DEADLINE).code(), Some(0), "{}", server.log());
}

/// A second signal ends the server although somebody has not read everything. Nobody gets in
/// meanwhile.
///
/// # Panics
/// When it still waits.
pub fn a_second_signal_ends_it_at_once(binary: impl AsRef<Path>) {
    /// Well below what the server waits for the stuck client.
    const AT_ONCE: Duration = Duration::from_secs(3);
    let server = Server::start(binary, SETTINGS);
    let _stuck = not_reading(&server, 4096);
    let mut talker = fill_queues(&server);
    server.terminate();
    told(&mut talker);
    assert!(Client::try_connect(server.addr()).is_err(), "somebody was let in after the signal");
    assert!(server.try_wait().is_none(), "the stuck client was not waited for at all");
    server.terminate();
    assert_eq!(server.wait(AT_ONCE).code(), Some(0), "{}", server.log());
}

/// Ctrl-C does the same, and a client that has not logged in yet is told as well.
///
/// # Panics
/// When it does not, or somebody is not told.
pub fn everybody_is_told(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut alice = Client::join(server.addr(), "alice");
    let mut silent = Client::connect(server.addr());
    silent.expect(PROMPT);
    let mut typing = Client::connect(server.addr());
    typing.expect(PROMPT);
    typing.send_bytes(b"bo");
    server.interrupt();
    told(&mut alice);
    told(&mut silent);
    told(&mut typing);
    for client in [alice, silent, typing] {
        client.close();
    }
    assert_eq!(server.wait(PATIENCE).code(), Some(0), "{}", server.log());
}

/// With nobody there, there is nothing to wait for.
///
/// # Panics
/// When the server does not end well.
pub fn an_empty_server_ends(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    server.terminate();
    assert_eq!(server.wait(PATIENCE).code(), Some(0), "{}", server.log());
}

fn line(n: usize) -> String {
    format!("{n} {}", "x".repeat(1000))
}

/// A client that is in the lobby and reads nothing of what comes from now on.
fn not_reading(server: &Server, buffer: usize) -> Client {
    let mut client =
        Client::connect_with_buffer(server.addr(), buffer).expect("a client with a small buffer");
    client.log_in("reader");
    client.expect(DEFAULT_MOTD);
    client
}

/// Says all the lines; when this returns, they wait for everybody who has not read them.
fn fill_queues(server: &Server) -> Client {
    let mut talker = Client::join(server.addr(), "talker");
    let sender = talker.sender();
    let sending = thread::spawn(move || {
        for n in 0..LINES {
            sender.send(&line(n));
        }
    });
    for n in 0..LINES {
        talker.expect(&format!("<talker> {}", line(n)));
    }
    sending.join().expect("the talker could not send");
    talker
}

/// The notice is the next and last line; whoever has been cut off before would get another.
fn told(client: &mut Client) {
    client.expect(NOTICE);
    client.expect_closed();
}
