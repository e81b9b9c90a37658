//! Three connections from here, not four; and whoever goes makes room, even after an error.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use testkit::{Client, Received, Server};

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let _alice = Client::join(server.addr(), "alice");
    let bob = Client::join(server.addr(), "bob");
    let mut mallory = Client::connect(server.addr());
    mallory.expect("* Enter your username:");
    expect_refusal(&server);
    println!("the fourth is refused");

    // A session that ends with an error.
    mallory.send("1\n2\n3");
    while let Received::Line(_) = mallory.receive(Duration::from_secs(5)) {}
    mallory.close();
    let carol = come(&server, "carol");
    println!("somebody was sent away, and carol came in their place");
    expect_refusal(&server);

    bob.close();
    let _dave = come(&server, "dave");
    println!("bob went, and dave came in his place");
    carol.reset();
    let _erin = come(&server, "erin");
    println!("carol's machine crashed, and erin came in her place");
    expect_refusal(&server);
}

fn expect_refusal(server: &Server) {
    let mut client = Client::connect(server.addr());
    client.expect("! too many connections from your address");
    assert!(matches!(client.receive(Duration::from_secs(5)), Received::Closed(rest) if rest.is_empty()), "it is not closed");
}

/// Connects as soon as there is room.
fn come(server: &Server, name: &str) -> Client {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        let mut client = Client::connect(server.addr());
        if client.line() == "* Enter your username:" {
            client.send(name);
            client.expect_prefix("* Welcome");
            return client;
        }
        assert!(Instant::now() < deadline, "there is no room for {name}");
        // Nothing tells when a place becomes free: all one can do is to come again.
        thread::sleep(Duration::from_millis(20));
    }
}
