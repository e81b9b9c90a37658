//! A server that is asked to stop tells everybody and loses nothing, but waits for nobody too
//! long.

use std::path::Path;
use std::thread;
use std::time::Duration;

use super::guest::{enter, enter_as, expect_entry};
use super::stuck_reader::not_reading;
use crate::{Client, PATIENCE, Server};

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
    let mut late = enter_as(server.addr(), "late");
    let mut crowd = fill_queues(&server);
    server.terminate();
    crowd.iter_mut().for_each(told);
    expect_entry(&mut late, "witness");
    expect_entry(&mut late, "talker");
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
    let _stuck = not_reading(&server, "stuck");
    let mut crowd = fill_queues(&server);
    server.terminate();
    crowd.iter_mut().for_each(told);
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
    let _stuck = not_reading(&server, "stuck");
    let mut crowd = fill_queues(&server);
    server.terminate();
    crowd.iter_mut().for_each(told);
    assert!(Client::try_connect(server.addr()).is_err(), "somebody was let in after the signal");
    assert!(server.try_wait().is_none(), "the stuck client was not waited for at all");
    server.interrupt();
    assert_eq!(server.wait(AT_ONCE).code(), Some(0), "{}", server.log());
}

/// While everybody floods, and has to wait with that for one who does not read, far more has been
/// said than may wait for one client. All who read are told that the server ends.
///
/// # Panics
/// When somebody is not told.
pub fn a_flood_is_no_reason_to_be_cut_off(binary: impl AsRef<Path>) {
    const TALKERS: usize = 20;
    let server = Server::start(binary, &["sendq=16384"]);
    let _stuck = not_reading(&server, "stuck");
    let crowd: Vec<Client> = (0..TALKERS).map(|_| enter(server.addr()).0).collect();
    thread::scope(|scope| {
        for mut client in crowd {
            let sender = client.sender();
            let words = format!("{}\n", "x".repeat(200)).repeat(100);
            // It fails when the server has hung up.
            scope.spawn(move || while sender.try_send_bytes(words.as_bytes()).is_ok() {});
            scope.spawn(move || {
                while client.line() != NOTICE {}
                client.expect_gone();
            });
        }
        thread::sleep(PATIENCE / 10);
        server.interrupt();
    });
    assert_eq!(server.wait(DEADLINE).code(), Some(0), "{}", server.log());
}

/// With nobody there, there is nothing to wait for.
///
/// # Panics
/// When the server does not end well.
pub fn an_empty_server_ends(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    enter(server.addr()).0.close();
    server.interrupt();
    assert_eq!(server.wait(PATIENCE).code(), Some(0), "{}", server.log());
}

fn line(n: usize) -> String {
    format!("{n} {}", "x".repeat(1000))
}

/// A talker says all the lines to a witness; when this returns, they wait for everybody who has
/// not read them.
fn fill_queues(server: &Server) -> [Client; 2] {
    let mut witness = enter_as(server.addr(), "witness");
    let talker = enter_as(server.addr(), "talker");
    expect_entry(&mut witness, "talker");
    let sender = talker.sender();
    let sending = thread::spawn(move || (0..LINES).for_each(|n| sender.send(&line(n))));
    for n in 0..LINES {
        witness.expect(&format!("<talker> {}", line(n)));
    }
    sending.join().expect("the talker could not send");
    [witness, talker]
}

/// The notice is the next and last line; whoever has been cut off before would get another.
fn told(client: &mut Client) {
    client.expect(NOTICE);
    client.expect_closed();
}
