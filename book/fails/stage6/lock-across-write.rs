//! Whether bob is answered while somebody else does not read.

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
    // At first, more than the system keeps for the sleeper. In all, less than half of what may wait.
    let mut heard = 0;
    for lines in [360, 90] {
        (0..lines).for_each(|_| sender.send(&"z".repeat(1000)));
        let all = heard + lines;
        while heard < all && talker.try_line(Duration::from_secs(1)).is_some() {
            heard += 1;
        }
        // Time for the sleeper's writer to get stuck as well, if it was late.
        thread::sleep(Duration::from_secs(1));
    }
    bob.send("/who");
    let answer = bob.try_line(Duration::from_secs(2));
    println!("somebody does not read, and somebody else says a lot");
    println!("the talker hears {}", if heard == 450 { "all of it" } else { "a part of it" });
    println!("in another room, bob asks who is here, and {}", match answer {
        Some(_) => "is told",
        None => "hears nothing for two seconds",
    });
}
