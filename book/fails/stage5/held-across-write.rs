//! How soon bob is answered in another room while one member of the lobby does not read.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use testkit::{Client, Server};

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &["sendq=50000000"]);
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
    thread::sleep(Duration::from_secs(1));
    let mut longest = Duration::ZERO;
    for _ in 0..5 {
        let asked = Instant::now();
        bob.send("/who");
        bob.expect("* in #quiet: bob");
        longest = longest.max(asked.elapsed());
    }
    println!("the sleeper does not read, and the talker talks");
    let at_once = longest < Duration::from_millis(500);
    println!("bob, in another room, is answered {}", if at_once { "at once" } else { "late" });
}
