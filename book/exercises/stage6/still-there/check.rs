//! Alice talks and is not asked; then she pauses in the middle of a line and is.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use testkit::{Client, Server};

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let mut alice = Client::join(server.addr(), "alice");
    // Three seconds in all, and a silence of half a second between two lines.
    for n in 0..6 {
        thread::sleep(Duration::from_millis(500));
        alice.send(&format!("{n}"));
        alice.expect(&format!("<alice> {n}"));
    }
    alice.send_bytes(b"hel");
    alice.expect_all(&["* still there?", "* still there?"]);
    alice.send_bytes(b"lo\n");
    alice.expect("<alice> hello");
}
