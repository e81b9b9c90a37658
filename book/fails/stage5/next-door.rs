//! Whether bob is answered at once in another room while one member of the lobby does not read.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use testkit::{Client, Server};

/// A busy machine makes somebody wait for less.
const LONG: Duration = Duration::from_millis(400);

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let mut bob = Client::join(server.addr(), "bob");
    let sleeper = Client::connect_with_buffer(server.addr(), 4096).expect("a connection");
    sleeper.send("sleeper");
    bob.expect("* sleeper joined #lobby");
    bob.send("/join quiet");
    bob.expect("* You're in #quiet.");
    let mut talker = Client::join(server.addr(), "talker");
    let sender = talker.sender();
    let words = [&[b'z'; 900][..], b"\n"].concat();
    thread::spawn(move || (0..10_000).all(|_| sender.try_send_bytes(&words).is_ok()));
    thread::spawn(move || while talker.try_line(Duration::from_secs(20)).is_some() {});
    let (start, mut waited) = (Instant::now(), Duration::ZERO);
    while start.elapsed() < Duration::from_secs(5) {
        let asked = Instant::now();
        bob.send("/who");
        bob.expect("* in #quiet: bob");
        waited += Some(asked.elapsed()).filter(|wait| *wait > LONG).unwrap_or_default();
    }
    println!("the sleeper does not read, and the talker talks; bob, in another room, asks who is there");
    let mostly = waited > start.elapsed() / 2;
    println!("he {}", if mostly { "waits most of the time" } else { "is answered at once" });
}
