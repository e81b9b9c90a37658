//! Bob talks while alice's message waits.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use testkit::{Client, Server};

fn main() {
    let mut command = Command::new(PathBuf::from(env::var_os("SERVER").expect("SERVER")));
    command.arg("127.0.0.1:0").env("TOKIO_WORKER_THREADS", "1");
    let server = Server::start_with(command);
    let mut alice = Client::join(server.addr(), "alice");
    let mut bob = Client::join(server.addr(), "bob");
    alice.expect("* bob joined #lobby");
    let said = Instant::now();
    // Her writer gets to the list when her session waits, which is in the filter.
    alice.send("/who\npatience\nand a word after it");
    alice.expect("* in #lobby: alice, bob");
    bob.send("hi");
    for client in [&mut alice, &mut bob] {
        client.expect_all(&["<bob> hi", "<alice> patience"]);
        assert!(said.elapsed() >= Duration::from_millis(900), "it came too early");
        client.expect("<alice> and a word after it");
    }
}
