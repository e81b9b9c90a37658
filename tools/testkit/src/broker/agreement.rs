//! Everybody is told the same things in the same order, whichever way the telling goes.

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;

use super::guest::{enter, enter_as, expect_entry};
use crate::{Client, Server};

const TALKERS: usize = 6;
const MESSAGES: usize = 500;
const END: &str = "that is all";

/// While many talk, rename themselves, come and go, two who watch see the same lines in the same
/// order, and each talker's messages once and in the talker's order.
///
/// # Panics
/// When the two disagree, or a message is lost or repeated.
pub fn everybody_agrees(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut ann = enter_as(server.addr(), "ann");
    let ben = enter_as(server.addr(), "ben");
    expect_entry(&mut ann, "ben");
    let server = &server;
    let (ann, ben) = thread::scope(|scope| {
        let watchers = (scope.spawn(|| watch(ann)), scope.spawn(|| watch(ben)));
        let mut busy: Vec<_> = (0..TALKERS).map(|n| scope.spawn(move || talk(server, n))).collect();
        busy.push(scope.spawn(|| come_and_go(server)));
        for member in busy {
            member.join().expect("a member failed");
        }
        let (last, _) = enter(server.addr());
        last.send(END);
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
}

/// What a watcher sees up to the end.
fn watch(mut watcher: Client) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        let line = watcher.line();
        if line.starts_with("<user-") && line.ends_with(END) {
            return seen;
        }
        seen.push(line);
    }
}

/// Says everything; every other talker takes a new name now and then, and has one message before
/// and one after in the same packet.
fn talk(server: &Server, talker: usize) {
    let mut client = enter_as(server.addr(), &format!("talker{talker}"));
    for n in 0..MESSAGES {
        let nick = format!("/nick t{talker}-{n}\n");
        let takes_one = talker.is_multiple_of(2) && n.is_multiple_of(50);
        let nick = if takes_one { nick } else { String::new() };
        client.send(&format!("{nick}talker {talker} says {n}"));
    }
    client.send("/quit");
    while !client.line().starts_with("* Goodbye") {}
}

fn come_and_go(server: &Server) {
    for _ in 0..200 {
        let (mut client, name) = enter(server.addr());
        client.send("/quit");
        client.skip_until(&format!("* Goodbye, {name}!"));
    }
}

/// While others come and go, somebody asks who is there, again and again: each answer is what the
/// notices before it add up to.
///
/// # Panics
/// When an answer and a notice have overtaken each other.
pub fn lists_agree_with_notices(binary: impl AsRef<Path>) {
    const QUESTIONS: usize = 500;
    let server = Server::start(binary, &[]);
    let (mut client, own) = enter(server.addr());
    thread::scope(|scope| {
        let busy: Vec<_> = (0..4).map(|_| scope.spawn(|| come_and_go(&server))).collect();
        let mut here = BTreeSet::from([own]);
        let mut asked = 0;
        while !busy.iter().all(thread::ScopedJoinHandle::is_finished) && asked < QUESTIONS {
            client.send("/who");
            asked += 1;
            while !saw_list(&mut client, &mut here) {}
        }
        assert!(asked > 20, "only {asked} questions were answered");
    });
}

/// Reads a line: true for a list, which has to be right.
fn saw_list(client: &mut Client, here: &mut BTreeSet<String>) -> bool {
    let line = client.line();
    if let Some(list) = line.strip_prefix("* online: ") {
        let listed: BTreeSet<String> = list.split(", ").map(str::to_owned).collect();
        assert_eq!(&listed, here, "wire:\n{}", client.log());
        return true;
    }
    let notice = line.strip_prefix("* ").and_then(|notice| notice.split_once(' '));
    match notice {
        Some((name, "joined")) => here.insert(name.to_owned()),
        Some((name, "left")) => here.remove(name),
        _ => panic!("came {line}"),
    };
    false
}
