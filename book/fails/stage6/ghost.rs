//! Who is in the lobby after alice has gone.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use testkit::{Client, Server};

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let alice = Client::join(server.addr(), "alice");
    thread::sleep(Duration::from_millis(1500));
    alice.close();
    thread::sleep(Duration::from_millis(300));
    let mut bob = Client::join(server.addr(), "bob");
    bob.send("/who");
    println!("alice stays for a while, then hangs up; bob comes and asks who is here");
    println!("{}", bob.line());
}
