//! The time for a login is limited in all, however the bytes trickle in.

use std::path::Path;
use std::time::Duration;

use crate::{Client, PROMPT, Received, Server};

const TIMED_OUT: &str = "! login timed out";

const SILENT: usize = 120;

/// Clients that connect and say nothing are told and turned away. Somebody who is logged in is
/// neither disturbed by them nor timed out.
///
/// # Panics
/// When one of them stays, or the witness does not.
pub fn silence_is_ended(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &["login_timeout=1", "max_users=200"]);
    let mut witness = Client::join(server.addr(), "witness");
    let silent: Vec<Client> = (0..SILENT).map(|_| Client::connect(server.addr())).collect();
    witness.send("so quiet here");
    witness.expect("<witness> so quiet here");
    for mut client in silent {
        client.expect_all(&[PROMPT, TIMED_OUT]);
        client.expect_closed();
    }
    // All of them came after the witness, whose own second is therefore over as well.
    witness.send("still here");
    witness.expect("<witness> still here");
}

/// A byte now and then does not extend the time.
///
/// # Panics
/// When the login is still open after many times the time-out.
pub fn trickling_is_ended(binary: impl AsRef<Path>) {
    const BYTES: u32 = 50;
    const GAP: Duration = Duration::from_millis(200);
    let server = Server::start(binary, &["login_timeout=1"]);
    let mut client = Client::connect(server.addr());
    client.expect(PROMPT);
    for _ in 0..BYTES {
        // The server may have closed meanwhile; what it said before shows whether rightly.
        let _ = client.try_send_bytes(b"a");
        match client.receive(GAP) {
            Received::Nothing => {}
            Received::Line(line) if line == TIMED_OUT.as_bytes() => return client.expect_closed(),
            other => panic!("came {}\nwire:\n{}", other.describe(), client.log()),
        }
    }
    panic!("still no time-out after {:?}\nwire:\n{}", GAP * BYTES, client.log());
}

/// Names that are refused do not extend the time either.
///
/// # Panics
/// When they do.
pub fn refusals_do_not_extend_it(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &["login_timeout=1"]);
    let mut client = Client::connect(server.addr());
    client.expect(PROMPT);
    client.send("9\n9");
    for _ in 0..2 {
        client.expect_prefix("! invalid name");
        client.expect(PROMPT);
    }
    client.expect(TIMED_OUT);
    client.expect_closed();
}
