//! How many of twenty people who quit see the goodbye.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use testkit::{Client, Received, Server};

fn main() {
    let mut command = Command::new(PathBuf::from(env::var_os("SERVER").expect("SERVER")));
    // With one thread for all tasks, it is certain which of two tasks is first.
    command.arg("127.0.0.1:0").env("TOKIO_WORKER_THREADS", "1");
    let server = Server::start_with(command);
    let mut told = 0;
    for _ in 0..20 {
        let mut alice = Client::join(server.addr(), "alice");
        alice.send("/quit");
        let mut last = String::new();
        while let Received::Line(line) = alice.receive(Duration::from_secs(5)) {
            last = String::from_utf8_lossy(&line).into_owned();
        }
        told += usize::from(last == "* Goodbye, alice!");
    }
    println!("20 times alice quits, and {told} times she is told goodbye");
}
