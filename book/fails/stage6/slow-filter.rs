//! Whether bob is served while a filter takes its time over alice's message.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use testkit::{Client, Server};

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let alice = Client::join(server.addr(), "alice");
    let mut bob = Client::join(server.addr(), "bob");
    alice.send("antidisestablishmentarianism");
    std::thread::sleep(Duration::from_millis(300));
    bob.send("hi");
    let mut seen = Vec::new();
    while let Some(line) = bob.try_line(Duration::from_millis(1500)) {
        seen.push(line);
    }
    let is_served = seen.iter().any(|line| line == "<bob> hi");
    println!("alice says something that a filter has to think about");
    println!("bob says hi, and {}", if is_served { "sees it at once" } else { "waits" });
}
