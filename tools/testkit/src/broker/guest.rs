//! Getting in, which every test does before it comes to its point.

use std::net::SocketAddr;

use crate::{Client, Server};

/// Connects, and returns the name that the server gives as well.
pub(super) fn enter(addr: SocketAddr) -> (Client, String) {
    welcome(Client::connect(addr))
}

/// Reads the welcome of somebody who has just connected.
pub(super) fn welcome(mut client: Client) -> (Client, String) {
    let welcome = client.expect_prefix("* Welcome, user-");
    let name = welcome.trim_start_matches("* Welcome, ").trim_end_matches('!').to_owned();
    (client, name)
}

/// Connects and takes a name; what others say meanwhile is passed over.
pub(super) fn enter_as(addr: SocketAddr, name: &str) -> Client {
    rename(enter(addr), name)
}

/// Takes a name.
pub(super) fn rename((mut client, given): (Client, String), name: &str) -> Client {
    client.send(&format!("/nick {name}"));
    client.skip_until(&format!("* {given} is now {name}"));
    client
}

/// What a witness sees of somebody who comes in and takes a name.
pub(super) fn expect_entry(witness: &mut Client, name: &str) {
    let joined = witness.expect_prefix("* user-");
    let given = joined.strip_suffix(" joined").unwrap_or_else(|| panic!("came {joined}"));
    witness.expect(&format!("{given} is now {name}"));
}

/// Waits until the client is alone in the chat.
pub(super) fn expect_alone(server: &Server, client: &mut Client, name: &str) {
    let deadline = std::time::Instant::now() + crate::PATIENCE;
    loop {
        client.send("/who");
        let who = loop {
            let line = client.line();
            if line.starts_with("* online: ") {
                break line;
            }
        };
        if who == format!("* online: {name}") {
            return;
        }
        let is_late = std::time::Instant::now() >= deadline;
        assert!(!is_late, "still there: {who}; log:\n{}", server.log());
    }
}
