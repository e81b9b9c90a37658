//! What one client that does not read costs the server.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use testkit::{Client, Server};

const MESSAGES: usize = 40_000;

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let _sleeper = {
        let mut sleeper = Client::connect_with_buffer(server.addr(), 4096).expect("a connection");
        sleeper.log_in("sleeper");
        sleeper
    };
    let mut talker = Client::join(server.addr(), "talker");
    let sender = talker.sender();
    let mut is_cut_off = false;
    thread::scope(|scope| {
        scope.spawn(|| (0..MESSAGES).for_each(|_| sender.send(&"z".repeat(1000))));
        talker.set_timeout(Duration::from_secs(20));
        let mut heard = 0;
        while heard < MESSAGES {
            let line = talker.line();
            heard += usize::from(line.starts_with('<'));
            is_cut_off |= line == "* sleeper left #lobby (too slow)";
        }
    });
    let is_large = server.peak_kib() > 32 * 1024;
    println!("the sleeper does not read, and the talker says 40 MB");
    println!("has the sleeper been cut off: {}", if is_cut_off { "yes" } else { "no" });
    println!("has the server taken more than 32 MiB: {}", if is_large { "yes" } else { "no" });
}
