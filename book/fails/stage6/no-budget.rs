//! Whether bob is served while somebody else sends blank lines without end.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use testkit::{Client, Server};

fn main() {
    let mut command = Command::new(PathBuf::from(env::var_os("SERVER").expect("SERVER")));
    command.arg("127.0.0.1:0").env("TOKIO_WORKER_THREADS", "1");
    let server = Server::start_with(command);
    let mut bob = Client::join(server.addr(), "bob");
    let greedy = Client::join(server.addr(), "greedy");
    bob.expect("* greedy joined #lobby");
    let is_over = AtomicBool::new(false);
    let blank = "\n".repeat(10_000);
    let mut served = 0;
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed)
                && greedy.try_send_bytes(blank.as_bytes()).is_ok()
            {}
        });
        thread::sleep(Duration::from_millis(300));
        for _ in 0..3 {
            bob.send("hi");
            let Some(_) = bob.try_line(Duration::from_secs(10)) else { break };
            served += 1;
        }
        is_over.store(true, Ordering::Relaxed);
        server.kill();
    });
    println!("somebody sends blank lines without end");
    println!("of 3 messages, bob sees {served}");
}
