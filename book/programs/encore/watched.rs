//? server: tuned
use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

use testkit::{Client, PATIENCE, Server};

fn get(address: &str, path: &str) -> String {
    let mut socket = TcpStream::connect(address).unwrap();
    write!(socket, "GET {path} HTTP/1.1\r\nhost: tuned\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

fn main() {
    let binary = PathBuf::from(env::var_os("SERVER").unwrap());
    let server = Server::start(binary, &["metrics=127.0.0.1:0"]);
    assert!(server.logs("metrics on ", PATIENCE));
    let log = server.log();
    let metrics = log.lines().find_map(|line| line.strip_prefix("metrics on ")).unwrap();

    let mut alice = Client::join(server.addr(), "alice");
    let mut bob = Client::join(server.addr(), "bob");
    alice.expect("* bob joined #lobby");
    bob.send("one\ntwo\n/join rust");
    alice.expect("<bob> one");
    alice.expect("<bob> two");
    alice.expect("* bob left #lobby");

    print!("{}", get(metrics, "/health"));
    let page = loop {
        let page = get(metrics, "/metrics");
        // Bob's answer may be on its way.
        if page.contains("chat_queue_bytes 0\n") {
            break page;
        }
    };
    // How many tasks there are depends on the moment.
    let is_shown = |line: &&str| !line.starts_with('#') && !line.starts_with("chat_tasks");
    for line in page.lines().filter(is_shown) {
        println!("{line}");
    }
}
