//! Bob changes his name all the time, and alice asks who is there all the time.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use testkit::{Client, Server};

const ROUNDS: usize = 3000;

fn main() {
    let mut command = Command::new(PathBuf::from(env::var_os("SERVER").expect("SERVER")));
    command.arg("127.0.0.1:0").env("TOKIO_WORKER_THREADS", "1");
    let server = Server::start_with(command);
    let mut alice = Client::connect(server.addr());
    alice.expect("* Welcome, user-1!");
    let bob = Client::connect(server.addr());
    alice.expect("* user-2 joined");
    let mut bobs_name = "user-2".to_owned();
    let mut contradiction = None;
    thread::scope(|scope| {
        let asker = alice.sender();
        scope.spawn(move || (0..ROUNDS).for_each(|_| asker.send("/who")));
        scope.spawn(|| (0..ROUNDS).for_each(|n| bob.send(&format!("/nick bob{}", n % 10))));
        let (mut lists, mut names) = (0, 0);
        while lists < ROUNDS || names < ROUNDS {
            let line = alice.line();
            if let Some((_, name)) = line.split_once(" is now ") {
                bobs_name = name.to_owned();
                names += 1;
            } else if let Some(online) = line.strip_prefix("* online: ") {
                lists += 1;
                if online.split(", ").all(|name| name != bobs_name) {
                    contradiction.get_or_insert(line);
                }
            }
        }
    });
    println!("alice asks 3000 times who is there; bob changes his name 3000 times");
    let found = if contradiction.is_some() { "yes" } else { "no" };
    println!("did a list contradict the notices before it: {found}");
}
