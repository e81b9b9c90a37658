//! Whether two people who talk in different ways come to an end.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use testkit::{Client, Server};

const LINES: usize = 50_000;

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let mut alice = Client::join(server.addr(), "alice");
    let mut bob = Client::join(server.addr(), "bob");
    alice.expect("* bob joined #lobby");
    bob.send("/join quiet");
    bob.expect("* You're in #quiet.");
    alice.expect("* bob left #lobby");
    let all = thread::scope(|scope| {
        let alice = scope.spawn(|| talk(&mut alice, "hello"));
        let bob = scope.spawn(|| talk(&mut bob, "/msg bob hello"));
        alice.join().is_ok_and(|all| all) & bob.join().is_ok_and(|all| all)
    });
    println!("alice talks to the room, bob to himself, at the same time");
    println!("{}", if all { "both see every line" } else { "after a while both see nothing more" });
    let mut carol = Client::connect(server.addr());
    carol.send("carol");
    carol.expect("* Enter your username:");
    let answer = carol.try_line(Duration::from_secs(2));
    println!("carol comes: {}", answer.as_deref().unwrap_or("(no answer)"));
}

/// Says the same again and again; whether all of it was answered.
fn talk(client: &mut Client, line: &str) -> bool {
    let mut sender = client.sender();
    sender.set_timeout(Duration::from_secs(2));
    thread::scope(|scope| {
        let line = format!("{line}\n");
        scope.spawn(move || (0..LINES).all(|_| sender.try_send_bytes(line.as_bytes()).is_ok()));
        (0..LINES).all(|_| client.try_line(Duration::from_secs(3)).is_some())
    })
}
