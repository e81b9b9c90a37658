//! All members of a room see what happens there in one order.

use std::path::Path;
use std::thread;

use crate::{Client, Server};

const TALKERS: usize = 6;
const MESSAGES: usize = 500;
const KICKS: usize = 200;
const END: &str = "<ben> that is all";

/// While many talk, rename themselves, come, go and are kicked, two who watch the room see the
/// same lines in the same order, and each talker's messages once and in the talker's order.
///
/// # Panics
/// When the two disagree, or a message is lost or repeated.
pub fn everybody_agrees(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    // Ann comes first, so she owns the room and can kick.
    let mut ann = enter(&server, "ann");
    let ben = enter(&server, "ben");
    ann.expect("* ben joined #work");
    let (kicker, closer) = (ann.sender(), ben.sender());
    let server = &server;
    let (ann, ben) = thread::scope(|scope| {
        let watchers = (scope.spawn(|| watch(ann)), scope.spawn(|| watch(ben)));
        let mut busy: Vec<_> = (0..TALKERS).map(|n| scope.spawn(move || talk(server, n))).collect();
        busy.push(scope.spawn(|| come_and_go(server)));
        busy.push(scope.spawn(|| come_back(server, || kicker.send("/kick vic"))));
        for member in busy {
            member.join().expect("a member of the room failed");
        }
        closer.send("that is all");
        (watchers.0.join().expect("ann failed"), watchers.1.join().expect("ben failed"))
    });
    for (at, (by_ann, by_ben)) in ann.iter().zip(&ben).enumerate() {
        assert_eq!(by_ann, by_ben, "ann and ben disagree about line {at}");
    }
    assert_eq!(ann.len(), ben.len());
    for talker in 0..TALKERS {
        let tag = format!("> talker {talker} says ");
        let said: Vec<&str> =
            ann.iter().filter_map(|line| Some(line.split_once(&tag)?.1)).collect();
        let all: Vec<String> = (0..MESSAGES).map(|n| n.to_string()).collect();
        assert!(said == all, "talker {talker} was heard saying {said:?}");
    }
    let kicks = ann.iter().filter(|line| *line == "* ann kicked vic from #work").count();
    assert_eq!(kicks, KICKS);
}

fn enter(server: &Server, name: &str) -> Client {
    let mut client = Client::join(server.addr(), name);
    client.send("/join work");
    client.skip_until("* You're in #work.");
    client
}

/// What a watcher sees up to the end, less the answers to that watcher alone.
fn watch(mut watcher: Client) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        let line = watcher.line();
        if line == END {
            return seen;
        }
        if !line.starts_with('!') {
            seen.push(line);
        }
    }
}

/// Says everything; every other talker takes a new name now and then.
fn talk(server: &Server, talker: usize) {
    let mut client = enter(server, &format!("talker{talker}"));
    for n in 0..MESSAGES {
        if talker.is_multiple_of(2) && n.is_multiple_of(50) {
            client.send(&format!("/nick t{talker}-{n}"));
        }
        client.send(&format!("talker {talker} says {n}"));
    }
    client.send("/quit");
    while !client.line().starts_with("* Goodbye") {}
}

/// Leaves the room and comes back, and sees nothing of it in between.
fn come_and_go(server: &Server) {
    let mut client = enter(server, "guest");
    for _ in 0..200 {
        client.send("/join hall");
        client.skip_until("* You're in #hall.");
        client.send("/join work");
        client.expect("* You're in #work.");
        // What the room remembers comes next, and only then what happens.
        let recap = client.line();
        if let Some(count) = recap.strip_prefix("* last ") {
            let count = count.split(' ').next().and_then(|count| count.parse().ok());
            for _ in 0..count.unwrap_or(0) {
                let line = client.line();
                assert!(line.starts_with('<'), "came {line} among the history");
            }
        }
    }
}

/// Is kicked, again and again, and comes back.
fn come_back(server: &Server, kick: impl Fn()) {
    let mut client = enter(server, "vic");
    for _ in 0..KICKS {
        kick();
        client.skip_until("* ann kicked you from #work");
        client.skip_until("* You're in #lobby.");
        client.send("/join work");
        client.skip_until("* You're in #work.");
    }
}
