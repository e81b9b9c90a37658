//! Alice says nothing while bob talks all the time.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use testkit::{Client, Server};

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let mut bob = Client::connect(server.addr());
    bob.expect("* Welcome, user-1!");
    let mut alice = Client::connect(server.addr());
    alice.expect("* Welcome, user-2!");
    bob.expect("* user-2 joined");
    let entered = Instant::now();
    let sender = bob.sender();
    thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..20 {
                thread::sleep(Duration::from_millis(300));
                sender.send(&format!("{n}"));
            }
        });
        alice.set_timeout(Duration::from_secs(2));
        let heard = alice.skip_until("! you have said nothing for two seconds");
        assert!(heard.len() >= 3, "that came too early: {heard:?}");
        assert!(entered.elapsed() < Duration::from_secs(5), "that came too late");
        alice.expect_closed();
    });
    bob.expect("* user-2 left");
    bob.send("/who");
    bob.expect("* online: user-1");
}
