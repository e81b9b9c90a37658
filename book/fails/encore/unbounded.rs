//! What one client that does not read costs the server within a few seconds.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use testkit::{Client, Server};

const MESSAGES: usize = 12_000;

fn enter(mut client: Client, name: &str) -> Client {
    client.expect_prefix("* Welcome, user-");
    client.send(&format!("/nick {name}"));
    client.expect_prefix("* user-");
    client
}

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let sleeper = Client::connect_with_buffer(server.addr(), 4096).expect("a connection");
    let _sleeper = enter(sleeper, "sleeper");
    let mut witness = enter(Client::connect(server.addr()), "witness");
    let talker = enter(Client::connect(server.addr()), "talker");
    let sender = talker.sender();
    let (mut heard, mut is_cut_off) = (0, false);
    thread::scope(|scope| {
        scope.spawn(|| (0..MESSAGES).for_each(|_| sender.send(&"z".repeat(1000))));
        witness.set_timeout(Duration::from_secs(20));
        while heard < MESSAGES {
            let line = witness.line();
            heard += usize::from(line.starts_with('<'));
            is_cut_off |= line == "* sleeper left (too slow)";
        }
    });
    let is_large = server.peak_kib() > 10 * 1024;
    println!("the sleeper does not read, the talker says 12 MB, and the witness hears it all");
    println!("has the sleeper been cut off: {}", if is_cut_off { "yes" } else { "no" });
    println!("has the server taken more than 10 MiB: {}", if is_large { "yes" } else { "no" });
}
