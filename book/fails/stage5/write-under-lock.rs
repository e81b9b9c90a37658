//! What two others can do while one member of the lobby does not read.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use testkit::{Client, Server};

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let mut bob = Client::join(server.addr(), "bob");
    let sleeper = Client::connect_with_buffer(server.addr(), 4096).expect("a connection");
    sleeper.send("sleeper");
    bob.expect("* sleeper joined #lobby");
    // Bob is elsewhere, so nothing of what follows is for him.
    bob.send("/join quiet");
    bob.expect("* You're in #quiet.");
    let mut talker = Client::join(server.addr(), "talker");
    let sender = talker.sender();
    let words = [&[b'z'; 900][..], b"\n"].concat();
    thread::spawn(move || (0..20_000).all(|_| sender.try_send_bytes(&words).is_ok()));
    thread::spawn(move || while talker.try_line(Duration::from_secs(20)).is_some() {});
    thread::sleep(Duration::from_secs(1));
    println!("the sleeper does not read, and the talker has talked for a second");
    let deaf = Duration::from_millis(1500);
    bob.send("/who");
    let answer = bob.try_line(deaf);
    println!("bob asks who is in #quiet: {}", answer.unwrap_or("(no answer)".to_owned()));
    let mut carol = Client::connect(server.addr());
    println!("carol connects: {}", carol.line());
    carol.send("carol");
    let answer = carol.try_line(deaf);
    println!("she sends her name: {}", answer.unwrap_or("(no answer)".to_owned()));
}
