//? server: tuned
//? show: main
use std::env;
use std::fs;
use std::path::PathBuf;

use testkit::{Client, PATIENCE, Server, Signal};

fn main() {
    let binary = PathBuf::from(env::var_os("SERVER").unwrap());
    let server = Server::start(binary, &["log_dir=logs", "log_level=debug"]);
    let mut alice = Client::join(server.addr(), "alice");
    let address = alice.local_addr().unwrap().to_string();
    alice.send("/nick alicia\n/quit");
    alice.expect("* alice is now alicia");
    alice.expect("* Goodbye, alicia!");
    drop(alice);
    assert!(server.logs("disconnected", PATIENCE));
    server.signal(Signal::Terminate).unwrap();
    server.wait(PATIENCE);

    print!("{}", server.final_log().replace(&address, "ADDRESS"));
    println!("and in the file of the day, without the times:");
    for entry in fs::read_dir("logs").unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in text.lines() {
            println!("{}", line.split_once(' ').unwrap().1.replace(&address, "ADDRESS").trim());
        }
    }
    fs::remove_dir_all("logs").unwrap();
}
