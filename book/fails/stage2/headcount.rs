use std::time::Duration;

use testkit::{Client, Server};

const A_WHILE: Duration = Duration::from_secs(10);
const COMPLAINT: &str = "already borrowed";

fn main() {
    let server = Server::start(std::env::var("SERVER").expect("the server's path"), &[]);
    let mut alice = Client::connect(server.addr());
    alice.expect("* Enter your username:");
    alice.send("alice");
    let welcome = alice.try_line(A_WHILE);
    println!("alice sees: {}", welcome.as_deref().unwrap_or("nothing, the server is gone"));
    if welcome.is_none() && server.logs(COMPLAINT, A_WHILE) {
        let log = server.log();
        let line = log.lines().find(|line| line.contains(COMPLAINT));
        println!("the log says: {}", line.unwrap_or_default().trim());
    }
}
