//! A server whose terminal is closed.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use testkit::{Client, Server};

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let mut alice = Client::connect(server.addr());
    alice.expect("* Welcome, user-1!");
    let sent = Command::new("kill").args(["-HUP", &server.pid().to_string()]).status();
    assert!(sent.expect("kill").success());
    alice.expect("* server is shutting down");
    alice.expect_closed();
    let status = server.wait(Duration::from_secs(5));
    assert!(status.success(), "the server has ended with {status}");
}
