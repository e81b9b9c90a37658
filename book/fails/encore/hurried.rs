//! The sleeper does not read, alice says more than waits for anybody, and bob comes later.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use testkit::{Client, Server};

const MESSAGES: usize = 15_000;

/// Longer than anybody waits for the sleeper.
const LIMIT: Duration = Duration::from_secs(12);

fn main() {
    let settings = ["sendq=262144"];
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &settings);
    let sleeper = Client::connect_with_buffer(server.addr(), 4096).expect("a connection");
    sleeper.send("sleeper");
    let mut alice = Client::join(server.addr(), "alice");
    let mut talker = alice.sender();
    talker.set_timeout(LIMIT);
    let line = "z".repeat(1000) + "\n";
    let mut heard = 0;
    thread::scope(|scope| {
        // In vain, if the server has stopped reading.
        scope.spawn(|| (0..MESSAGES).all(|_| talker.try_send_bytes(line.as_bytes()).is_ok()));
        while heard < MESSAGES
            && let Some(line) = alice.try_line(LIMIT)
        {
            heard += usize::from(line.starts_with("<alice>"));
        }
    });
    println!("alice hears all that she says: {}", if heard == MESSAGES { "yes" } else { "no" });
    let mut bob = Client::connect(server.addr());
    bob.send("bob");
    let welcome = loop {
        match bob.try_line(Duration::from_secs(3)) {
            Some(line) if line.starts_with("* Welcome") => break true,
            Some(_) => {}
            None => break false,
        }
    };
    println!("bob, who comes later, is welcomed: {}", if welcome { "yes" } else { "no" });
    drop(sleeper);
}
