//! Whoever leaves gets everything first, and is seen to leave once.

use std::path::Path;

use super::guest::{enter, welcome};
use crate::{Client, Server};

const ROUNDS: usize = 200;

/// What nobody may see: it comes after the `/quit`.
const TOO_LATE: &str = "too late for anybody to see";

/// Every `/quit` is answered by the goodbye and a clean end of input, whatever comes behind it; a
/// witness sees one leave each.
///
/// # Panics
/// When one is not.
pub fn every_quit_is_answered(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let (mut witness, _) = enter(server.addr());
    let rest = format!("{TOO_LATE}\n").repeat(1000);
    for round in 0..ROUNDS {
        let mut client = Client::connect(server.addr());
        let input = if round % 2 == 0 { "/quit\n".to_owned() } else { format!("/quit\n{rest}") };
        client.send_bytes(input.as_bytes());
        let welcome = client.expect_prefix("* Welcome, ");
        let name = welcome.trim_start_matches("* Welcome, ").trim_end_matches('!').to_owned();
        client.expect(&format!("* Goodbye, {name}!"));
        client.expect_closed();
        witness.expect(&format!("* {name} joined"));
        witness.expect(&format!("* {name} left"));
    }
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
    let (mut witness, other) = enter(server.addr());
    let rest = format!("{TOO_LATE}\n").repeat(1000);
    for round in 0..20 {
        let client = Client::connect_with_buffer(server.addr(), BUFFER).expect("a small buffer");
        let (mut client, name) = welcome(client);
        witness.expect(&format!("* {name} joined"));
        let said: Vec<_> =
            (0..LINES).map(|n| format!("{round} {n} {}", "x".repeat(1000))).collect();
        // The broker has delivered what it was told before it answers.
        witness.send(&format!("{}\n/who", said.join("\n")));
        witness.expect_prefix("* online: ");
        client.send_bytes(format!("/quit\n{rest}").as_bytes());
        witness.expect(&format!("* {name} left"));
        for line in &said {
            client.expect(&format!("<{other}> {line}"));
        }
        client.expect(&format!("* Goodbye, {name}!"));
        client.expect_closed();
    }
}

/// A client says its lines and then shuts its sending side, as `printf … | nc -N` does: all of them
/// are heard before it leaves, the last without its end.
///
/// # Panics
/// When something is missing, or comes twice.
pub fn everything_is_relayed_before_the_end(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let (mut witness, _) = enter(server.addr());
    for (round, lines) in (0..ROUNDS).map(|round| (round, if round == 0 { 1000 } else { 20 })) {
        let said: Vec<String> = (0..lines).map(|n| format!("round {round} line {n}")).collect();
        let mut client = Client::connect(server.addr());
        client.send_bytes(format!("{}\n/who", said.join("\n")).as_bytes());
        client.end_input();
        let welcome = client.expect_prefix("* Welcome, ");
        let name = welcome.trim_start_matches("* Welcome, ").trim_end_matches('!').to_owned();
        client.expect_prefix("* online: ");
        client.expect_closed();
        witness.expect(&format!("* {name} joined"));
        for line in &said {
            witness.expect(&format!("<{name}> {line}"));
        }
        witness.expect(&format!("* {name} left"));
    }
}
