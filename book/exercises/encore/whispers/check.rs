//! Whispers to somebody, to oneself and to nobody, and what is counted of them.

use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

use testkit::{Client, PATIENCE, Server};

fn metrics(address: &str) -> String {
    let mut socket = TcpStream::connect(address).expect("a connection");
    socket.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    let request = "GET /metrics HTTP/1.1\r\nhost: tuned\r\nconnection: close\r\n\r\n";
    socket.write_all(request.as_bytes()).expect("sent");
    let mut page = String::new();
    socket.read_to_string(&mut page).expect("an answer");
    page
}

fn expect(page: &str, line: &str) {
    assert!(page.lines().any(|shown| shown == line), "no line `{line}` in\n{page}");
}

fn main() {
    let settings = ["metrics=127.0.0.1:0", "blocked=spam"];
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &settings);
    assert!(server.logs("metrics on ", PATIENCE));
    let log = server.log();
    let address = log.lines().find_map(|line| line.strip_prefix("metrics on ")).expect("a line");
    expect(&metrics(address), "# TYPE chat_direct_messages_total counter");
    expect(&metrics(address), "chat_direct_messages_total 0");

    let mut alice = Client::join(server.addr(), "alice");
    let mut bob = Client::join(server.addr(), "bob");
    alice.expect("* bob joined #lobby");
    alice.send("/msg bob psst\n/msg alice psst\n/msg carol psst\n/msg bob spam\nhello");
    bob.expect("[alice -> bob] psst");
    bob.expect("<alice> hello");
    let page = metrics(address);
    expect(&page, "chat_direct_messages_total 2");
    expect(&page, "chat_messages_total 1");
}
