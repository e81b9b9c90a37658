//! Nothing is left of clients that have gone.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::{Client, PATIENCE, Server};

const WAVES: usize = 20;
const WAVE: usize = 50;

/// 1000 clients come, go to a room of their own and leave by a quit, a reset, the end of input
/// or before they have logged in: no thread, descriptor, name, room or member stays behind.
///
/// # Panics
/// When anything does.
pub fn nothing_stays_behind(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &["max_rooms=200"]);
    let mut witness = Client::join(server.addr(), "witness");
    wave(&server);
    settle(&mut witness);
    #[cfg(target_os = "linux")]
    let (threads, descriptors) = (server.threads(), server.descriptors());
    for _ in 1..WAVES {
        wave(&server);
        // The names of the last wave are free for the next one.
        settle(&mut witness);
    }
    #[cfg(target_os = "linux")]
    {
        let deadline = Instant::now() + PATIENCE;
        while server.threads() > threads || server.descriptors() > descriptors {
            assert!(
                Instant::now() < deadline,
                "{} threads, {} descriptors; at the start {threads} and {descriptors}",
                server.threads(),
                server.descriptors()
            );
            witness.expect_silence(Duration::from_millis(20));
        }
    }
}

fn wave(server: &Server) {
    let clients: Vec<Client> = (0..WAVE)
        .map(|n| {
            if n.is_multiple_of(10) {
                return Client::connect(server.addr());
            }
            let mut client = Client::join(server.addr(), &format!("guest{n}"));
            client.send(&format!("/join room{}", n % 7));
            client.skip_until(&format!("* You're in #room{}.", n % 7));
            client
        })
        .collect();
    for (n, mut client) in clients.into_iter().enumerate() {
        match n % 4 {
            0 => client.reset(),
            1 => client.close(),
            2 => client.end_input(),
            _ => {
                client.send("/quit");
                client.skip_until(&format!("* Goodbye, guest{n}!"));
            }
        }
    }
}

/// Waits until the witness is alone again.
fn settle(witness: &mut Client) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        witness.send("/who");
        let who = last_answer(witness, "* in ");
        witness.send("/rooms");
        let rooms = last_answer(witness, "* rooms: ");
        if who == "* in #lobby: witness" && rooms == "* rooms: #lobby (1)" {
            return;
        }
        assert!(Instant::now() < deadline, "still there: {who}; {rooms}");
    }
}

fn last_answer(client: &mut Client, prefix: &str) -> String {
    loop {
        let line = client.line();
        if line.starts_with(prefix) {
            return line;
        }
    }
}
