//! Whoever quits gets the goodbye and a clean end, whatever else was on its way.

use std::path::Path;

use crate::{Client, Server};

const ROUNDS: usize = 200;

/// What nobody may see: it comes after the `/quit`.
const TOO_LATE: &str = "too late for anybody to see";

/// Every `/quit` is answered by the goodbye and a clean end of input, not by a reset.
///
/// # Panics
/// When one is not.
pub fn every_quit_is_answered(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    for round in 0..ROUNDS {
        quit(&server, round);
    }
}

/// The same with somebody else in the room, who sees one leave each and nothing that came after
/// a `/quit`.
///
/// # Panics
/// When the witness sees anything else.
pub fn every_quit_is_one_leave(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut witness = Client::join(server.addr(), "witness");
    for round in 0..ROUNDS {
        let name = quit(&server, round);
        witness.expect(&format!("* {name} joined #lobby"));
        witness.expect(&format!("* {name} left #lobby"));
    }
    witness.send("still here");
    witness.expect("<witness> still here");
}

/// What a client has not yet read when the server hangs up still reaches it, the goodbye
/// included, although more input follows the `/quit`.
///
/// # Panics
/// When something of it is lost.
pub fn what_is_on_its_way_arrives(binary: impl AsRef<Path>) {
    // The system can pass on only a part of these before the client reads.
    const LINES: usize = 60;
    const BUFFER: usize = 16 * 1024;
    let server = Server::start(binary, &[]);
    let mut witness = Client::join(server.addr(), "witness");
    for round in 0..20 {
        let mut client = Client::connect_with_buffer(server.addr(), BUFFER)
            .expect("a client with a small buffer");
        let name = format!("user{round}");
        client.log_in(&name);
        let said: Vec<_> =
            (0..LINES).map(|n| format!("{round} {n} {}", "x".repeat(1000))).collect();
        let rest = format!("{TOO_LATE}\n").repeat(1000);
        client.send_bytes(format!("{}\n/quit\n{rest}", said.join("\n")).as_bytes());
        witness.skip_until(&format!("* {name} left #lobby"));
        client.skip_until(&format!("<{name}> {}", said[0]));
        for line in &said[1..] {
            client.expect(&format!("<{name}> {line}"));
        }
        client.expect(&format!("* Goodbye, {name}!"));
        client.expect_closed();
    }
}

/// One client that quits: with nothing behind it, with more than the server reads at once
/// behind it, or all in one write with the login.
fn quit(server: &Server, round: usize) -> String {
    let name = format!("user{round}");
    // Far more than the read buffer holds, so that some of it is unread when the server closes.
    let rest = format!("{TOO_LATE}\n").repeat(1000);
    let mut client = Client::connect(server.addr());
    match round % 3 {
        0 => client.send(&format!("{name}\n/quit")),
        1 => client.send_bytes(format!("{name}\n/quit\n{rest}").as_bytes()),
        _ => {
            client.log_in(&name);
            client.send_bytes(format!("/quit\n{rest}").as_bytes());
        }
    }
    let before = client.skip_until(&format!("* Goodbye, {name}!"));
    client.expect_closed();
    assert!(
        !before.iter().any(|line| line.contains(TOO_LATE)),
        "what came after a /quit was said all the same; wire:\n{}",
        client.log()
    );
    name
}
