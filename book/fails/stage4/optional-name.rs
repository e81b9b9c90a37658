use std::time::Duration;

use testkit::{Client, Server};

const A_WHILE: Duration = Duration::from_secs(10);
const COMPLAINT: &str = "called `Option::unwrap()`";

fn main() {
    let server = Server::start(std::env::var("SERVER").expect("the server's path"), &[]);
    let mut bob = Client::login(server.addr(), "bob");
    bob.end_input();
    bob.expect_closed();
    println!("bob logged in and left");
    let mut alice = Client::connect(server.addr());
    alice.expect("* Enter your username:");
    alice.end_input();
    alice.expect_gone();
    println!("alice left without giving a name");
    let carol = Client::try_connect(server.addr());
    let prompt = carol.ok().and_then(|mut carol| carol.try_line(A_WHILE));
    println!("carol sees: {}", prompt.as_deref().unwrap_or("nothing, the server is gone"));
    if prompt.is_none() && server.logs(COMPLAINT, A_WHILE) {
        let log = server.log();
        let line = log.lines().find(|line| line.contains(COMPLAINT));
        println!("the log says: {}", line.unwrap_or_default().trim());
    }
}
