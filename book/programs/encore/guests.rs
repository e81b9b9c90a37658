//? server: tuned
//? show: main
use std::collections::HashSet;
use std::env;
use std::path::PathBuf;

use testkit::{Client, Server};

/// Takes a place with an empty line, and returns the name that comes with it.
fn enter(server: &Server) -> (Client, String) {
    let mut guest = Client::connect(server.addr());
    guest.expect_prefix("* Enter");
    guest.send("");
    let welcome = guest.expect_prefix("* Welcome, ");
    let name = welcome["* Welcome, ".len()..].split('!').next().unwrap().to_owned();
    (guest, name)
}

fn main() {
    let binary = PathBuf::from(env::var_os("SERVER").unwrap());
    let server = Server::start(binary, &["max_users=300"]);
    let guests: Vec<(Client, String)> = (0..300).map(|_| enter(&server)).collect();

    let names: HashSet<&String> = guests.iter().map(|(_, name)| name).collect();
    println!("300 guests have {} names", names.len());
    let longest = names.iter().map(|name| name.len()).max().unwrap();
    println!("all are of 20 letters or fewer: {}", longest <= 20);
    let capitals = |name: &&&String| name.chars().filter(char::is_ascii_uppercase).count() == 2;
    println!("all are of two words: {}", names.iter().filter(capitals).count() == names.len());
}
