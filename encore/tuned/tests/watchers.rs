//! Who watches the server cannot keep others from talking.
#![cfg(unix)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use testkit::{Client, PATIENCE, Server};

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn slow_requests_do_not_take_the_descriptors_of_the_chat() {
    let mut command = Command::new("sh");
    let arguments = "ulimit -n 64; exec \"$0\" 127.0.0.1:0 metrics=127.0.0.1:0";
    command.args(["-c", arguments]).arg(BINARY);
    let server = Server::start_with(command);
    assert!(server.logs("metrics on ", PATIENCE), "log:\n{}", server.log());
    let log = server.log();
    let address = log.lines().find_map(|line| line.strip_prefix("metrics on "));
    let address = address.expect("a line that says where");
    let slow: Vec<TcpStream> = (0..80)
        .map(|_| {
            let mut socket = TcpStream::connect(address).expect("a connection");
            socket.write_all(b"GET /metrics HTTP/1.1\r\nX").expect("the start of a request");
            socket
        })
        .collect();
    let mut alice = Client::join(server.addr(), "alice");
    alice.send("hello");
    alice.expect("<alice> hello");
    // The first are hung up on in the end; nobody has to wait for them to go by themselves.
    let mut answer = Vec::new();
    let mut first = &slow[0];
    first.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    first.read_to_end(&mut answer).expect("the end of the connection");
}
