//! What two others can do while one member of the lobby does not read.

use std::env;
use std::path::PathBuf;
use std::sync::mpsc;
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
    let (silence, silent) = mpsc::channel();
    thread::spawn(move || loop {
        if talker.try_line(Duration::from_secs(2)).is_none() && silence.send(()).is_err() {
            break;
        }
    });
    silent.recv().expect("the talker is there");
    println!("the sleeper does not read; the talker talks until it hears nothing for two seconds");
    let deaf = Duration::from_secs(3);
    bob.send("/who");
    let answer = bob.try_line(deaf);
    println!("bob asks who is in #quiet: {}", answer.unwrap_or("(no answer)".to_owned()));
    let mut carol = Client::connect(server.addr());
    println!("carol connects: {}", carol.line());
    carol.send("carol");
    let answer = carol.try_line(deaf);
    println!("she sends her name: {}", answer.unwrap_or("(no answer)".to_owned()));
}
