//! Who sends an empty line instead of a name gets one.

use std::collections::HashSet;

use testkit::{Client, DEFAULT_MOTD, PROMPT, Server};

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

/// Logs in with a blank line. Returns the name that was given.
fn log_in(server: &Server, blank: &str) -> (Client, String) {
    let mut guest = Client::connect(server.addr());
    guest.expect(PROMPT);
    guest.send(blank);
    let welcome = guest.line();
    let name = welcome.strip_prefix("* Welcome, ").and_then(|rest| rest.split_once('!'));
    let name = name.unwrap_or_else(|| panic!("no welcome: {welcome}")).0.to_owned();
    guest.expect(DEFAULT_MOTD);
    (guest, name)
}

#[test]
fn all_get_different_names() {
    let server = Server::start(BINARY, &["max_users=200"]);
    let blanks = ["", " ", "\r", "\t \u{7}"];
    let guests: Vec<_> = (0..200).map(|n| log_in(&server, blanks[n % blanks.len()])).collect();
    let names: HashSet<&String> = guests.iter().map(|(_, name)| name).collect();
    assert_eq!(names.len(), guests.len());
    for name in names {
        let words = name.chars().filter(char::is_ascii_uppercase).count();
        assert!(words == 2 && name.len() <= 20, "{name} is not two words");
        assert!(name.chars().all(|c| c.is_ascii_alphabetic()), "{name}");
    }
}

#[test]
fn a_guest_is_a_user_like_others() {
    let server = Server::start(BINARY, &[]);
    let mut alice = Client::join(server.addr(), "alice");
    let (mut guest, name) = log_in(&server, "");
    alice.expect(&format!("* {name} joined #lobby"));
    guest.send("hi");
    alice.expect(&format!("<{name}> hi"));
    guest.expect(&format!("<{name}> hi"));
    guest.send(&format!("/nick {name}2"));
    guest.expect(&format!("* {name} is now {name}2"));
    guest.close();
    alice.expect(&format!("* {name} is now {name}2"));
    alice.expect(&format!("* {name}2 left #lobby"));
}

#[test]
fn it_can_be_switched_off() {
    let server = Server::start(BINARY, &["guest_names=no"]);
    let mut client = Client::connect(server.addr());
    client.expect(PROMPT);
    client.send("");
    client.expect_prefix("! invalid name");
}
