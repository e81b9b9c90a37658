//! A client that shuts its sending side, as `printf … | nc -N` does, still gets every answer.

use std::path::Path;

use super::said;
use crate::{Client, Server};

const ROUNDS: usize = 100;

const LINES: usize = 20;

/// A client that says more than one read takes before it stops sending.
const MANY_LINES: usize = 1000;

/// A name and its lines, then the end of input: everything is echoed, then the server closes.
///
/// # Panics
/// When something is missing, or the connection does not end cleanly.
pub fn everything_is_answered(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    for round in 0..ROUNDS {
        talk(&server, round, LINES);
    }
    talk(&server, ROUNDS, MANY_LINES);
}

/// The same with somebody else in the room, who sees all of it, and one leave each.
///
/// # Panics
/// When something is missing, or comes twice.
pub fn everything_is_relayed(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut witness = Client::join(server.addr(), "witness");
    for round in 0..ROUNDS {
        let name = talk(&server, round, LINES);
        witness.expect(&format!("* {name} joined #lobby"));
        for line in said::lines(LINES).lines() {
            witness.expect(&format!("<{name}> {line}"));
        }
        witness.expect(&format!("* {name} left #lobby"));
    }
}

/// A client that sends nothing at all before it stops sending.
///
/// # Panics
/// When it gets anything but the prompt and a clean end of input.
pub fn nothing_is_answered_with_the_prompt(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut client = Client::connect(server.addr());
    client.end_input();
    client.expect(crate::PROMPT);
    client.expect_closed();
    talk(&server, 0, LINES);
}

/// One client from its name to the end of input. The last line of every other client is not
/// ended by anything but that.
fn talk(server: &Server, round: usize, lines: usize) -> String {
    let name = format!("user{round}");
    let mut input = format!("{name}\n{}", said::lines(lines));
    if round % 2 == 1 {
        input.pop();
    }
    let mut client = Client::connect(server.addr());
    client.send_bytes(input.as_bytes());
    client.end_input();
    said::expect_all(&mut client, &name, lines);
    name
}
