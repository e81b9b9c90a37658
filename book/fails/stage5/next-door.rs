//! Whether bob is answered at once in another room while one member of the lobby does not read.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use testkit::{Client, Server};

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
    let start = Instant::now();
    let mut longest = Duration::ZERO;
    while start.elapsed() < Duration::from_secs(5) {
        let asked = Instant::now();
        bob.send("/who");
        bob.expect("* in #quiet: bob");
        longest = longest.max(asked.elapsed());
    }
    println!("the sleeper does not read, and the talker talks; bob, in another room, asks who is there");
    let at_once = longest < Duration::from_millis(500);
    println!("he is {}", if at_once { "always answered at once" } else { "not always answered at once" });
}
