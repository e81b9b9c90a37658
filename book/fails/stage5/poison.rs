//! What becomes of three people when one of them says something that a filter cannot take.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use testkit::{Client, Received, Server};

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let mut alice = Client::join(server.addr(), "alice");
    let mut bob = Client::join(server.addr(), "bob");
    say(&mut bob, "bob", "élan vital");
    say(&mut alice, "alice", "what was that?");
    let mut carol = Client::join(server.addr(), "carol");
    say(&mut carol, "carol", "hello?");
}

/// Says something and prints what comes of it.
fn say(client: &mut Client, name: &str, words: &str) {
    println!("{name} says: {words}");
    client.send(words);
    loop {
        match client.receive(Duration::from_secs(10)) {
            Received::Line(line) if line.starts_with(b"* ") => {}
            Received::Line(line) if !line.ends_with(words.as_bytes()) => {}
            Received::Line(line) => return println!("  sees: {}", String::from_utf8_lossy(&line)),
            _ => return println!("  is disconnected"),
        }
    }
}
