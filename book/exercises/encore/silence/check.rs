//! Alice says nothing while bob talks all the time.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use testkit::{Client, Server};

/// How much bob says, and how fast: faster than anybody is taken for silent.
const LINES: usize = 20;
const PACE: Duration = Duration::from_millis(300);

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let mut bob = Client::connect(server.addr());
    bob.expect("* Welcome, user-1!");
    let start = Instant::now();
    let mut alice = Client::connect(server.addr());
    alice.expect("* Welcome, user-2!");
    bob.expect("* user-2 joined");
    let sender = bob.sender();
    thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..LINES {
                thread::sleep(PACE);
                sender.send(&format!("{n}"));
            }
        });
        let heard = alice.skip_until("! you have said nothing for two seconds");
        assert!(start.elapsed() >= Duration::from_secs(2), "that came too early: {heard:?}");
        assert!(heard.len() < LINES, "that came only when bob was silent too");
        alice.expect_closed();
    });
    bob.expect("* user-2 left");
    bob.send("/who");
    bob.expect("* online: user-1");
}
