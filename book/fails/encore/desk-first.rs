//! Alice talks, and somebody looks at the metrics again and again.

use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use testkit::{Client, PATIENCE, Server};

const SCRAPES: usize = 1000;

/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(8);

fn scrape(address: &str) -> bool {
    let mut socket = TcpStream::connect(address).expect("a connection");
    socket.set_read_timeout(Some(LIMIT)).expect("a time-out");
    let request = "GET /metrics HTTP/1.1\r\nhost: tuned\r\nconnection: close\r\n\r\n";
    socket.write_all(request.as_bytes()).expect("sent");
    let mut page = String::new();
    socket.read_to_string(&mut page).is_ok() && page.contains("chat_queue_bytes")
}

fn gets_in(mut bob: Client) -> bool {
    bob.send("bob");
    while let Some(line) = bob.try_line(LIMIT) {
        if line.starts_with("* Welcome, bob!") {
            return true;
        }
    }
    false
}

fn main() {
    let mut command = Command::new(PathBuf::from(env::var_os("SERVER").expect("SERVER")));
    command.args(["127.0.0.1:0", "metrics=127.0.0.1:0"]).env("TOKIO_WORKER_THREADS", "4");
    let server = Server::start_with(command);
    assert!(server.logs("metrics on ", PATIENCE));
    let log = server.log();
    let metrics = log.lines().find_map(|line| line.split_once("metrics on ")).expect("a line").1;
    let mut alice = Client::join(server.addr(), "alice");
    let mut talker = alice.sender();
    talker.set_timeout(LIMIT);
    let has_ended = AtomicBool::new(false);
    let goes_on = || !has_ended.load(Ordering::Relaxed);
    thread::scope(|scope| {
        scope.spawn(|| while goes_on() && talker.try_send_bytes(b"hi\n").is_ok() {});
        scope.spawn(|| while goes_on() && alice.try_line(LIMIT).is_some() {});
        let answered = (0..SCRAPES).all(|_| scrape(metrics));
        println!("all {SCRAPES} scrapes are answered: {}", if answered { "yes" } else { "no" });
        let bob = gets_in(Client::connect(server.addr()));
        println!("bob gets in: {}", if bob { "yes" } else { "no" });
        has_ended.store(true, Ordering::Relaxed);
    });
}
