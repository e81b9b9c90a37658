//! Many rooms and many users make lists that stay short, and hold up nobody.

use std::path::Path;
use std::thread;

use crate::{Client, DEFAULT_MOTD, Server};

/// Rooms with one silent member each.
const ROOMS: usize = 400;

/// Silent members of the lobby.
const MEMBERS: usize = 100;

/// How many entries a list shows.
const SHOWN: usize = 50;

/// `/rooms` and `/who` show the first 50 entries and how many more there are; while several
/// clients ask for them over and over, others talk.
///
/// # Panics
/// When a list is longer or wrong, or somebody waits in vain.
pub fn check(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &["max_users=1000", "max_rooms=1000"]);
    let mut witness = Client::join(server.addr(), "witness");
    let mut in_rooms: Vec<Client> = (0..ROOMS).map(|n| in_room(&server, n)).collect();
    let _in_lobby: Vec<Client> = (0..MEMBERS).map(|n| in_lobby(&server, n)).collect();

    witness.send("/rooms\n/who");
    witness.skip_until(&rooms());
    witness.expect(&who());

    let asking: Vec<_> = in_rooms
        .drain(..8)
        .map(|mut client| {
            thread::spawn(move || {
                for _ in 0..100 {
                    client.send("/rooms\n/who");
                    client.expect(&rooms());
                    client.expect_prefix("* in #room");
                }
                client
            })
        })
        .collect();
    for n in 0..100 {
        witness.send(&format!("hello {n}"));
        witness.expect(&format!("<witness> hello {n}"));
    }
    // Nobody leaves before the last of them has asked: a room that is left is on no list.
    let asked: Vec<_> = asking.into_iter().map(thread::JoinHandle::join).collect();
    assert!(asked.iter().all(Result::is_ok), "somebody who asked got no good answer");
}

fn in_room(server: &Server, n: usize) -> Client {
    let mut client = Client::connect(server.addr());
    client.send(&format!("solo{n}\n/join room{n:03}"));
    client.skip_until(&format!("* You're in #room{n:03}."));
    client
}

fn in_lobby(server: &Server, n: usize) -> Client {
    let mut client = Client::connect(server.addr());
    client.send(&format!("member{n:03}"));
    client.skip_until(DEFAULT_MOTD);
    client
}

/// The lobby has most users, the witness included; the others follow by name.
fn rooms() -> String {
    let mut entries = vec![format!("#lobby ({})", MEMBERS + 1)];
    entries.extend((0..SHOWN - 1).map(|n| format!("#room{n:03} (1)")));
    format!("* rooms: {}, and {} more", entries.join(", "), ROOMS + 1 - SHOWN)
}

fn who() -> String {
    let entries: Vec<_> = (0..SHOWN).map(|n| format!("member{n:03}")).collect();
    format!("* in #lobby: {}, and {} more", entries.join(", "), MEMBERS + 1 - SHOWN)
}
