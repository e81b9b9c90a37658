//! Whether bob is answered while a filter blocks the one thread that runs the tasks.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use testkit::{Client, Server};

fn main() {
    let mut command = Command::new(PathBuf::from(env::var_os("SERVER").expect("SERVER")));
    command.arg("127.0.0.1:0").env("TOKIO_WORKER_THREADS", "1");
    let server = Server::start_with(command);
    let alice = Client::join(server.addr(), "alice");
    let mut bob = Client::join(server.addr(), "bob");
    alice.send("antidisestablishmentarianism");
    std::thread::sleep(Duration::from_millis(300));
    bob.send("/who");
    let mut seen = Vec::new();
    while let Some(line) = bob.try_line(Duration::from_millis(1500)) {
        seen.push(line);
    }
    let is_served = seen.iter().any(|line| line == "* in #lobby: alice, bob");
    println!("alice says something that a filter has to think about");
    println!("bob asks who is here, and {}", if is_served { "is told" } else { "hears nothing" });
}
