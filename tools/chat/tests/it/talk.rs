//! Alice sits at the terminal, bob is a script, and the server is real.

use crate::stages::stage;
use crate::tty::Tty;
use testkit::{Client, Server};

const SERVERS: [&str; 2] = ["stage5-threaded", "stage6-async"];

/// A server with alice at a terminal and bob.
fn meet(package: &str) -> (Server, Tty, Client) {
    let server = Server::start(stage(package), &[]);
    let alice = Tty::chat(&server.addr().to_string(), "alice", 80, 24);
    alice.wait_for("#lobby (1)");
    let bob = Client::join(server.addr(), "bob");
    alice.wait_for("#lobby (2)");
    (server, alice, bob)
}

#[test]
fn they_hear_each_other() {
    for package in SERVERS {
        let (_server, mut alice, mut bob) = meet(package);
        alice.press("hello, bob 🦀\r");
        bob.expect("<alice> hello, bob 🦀");
        bob.send("hi!");
        alice.wait_for("<bob> hi!");
        bob.send("/msg alice psst");
        alice.wait_for("[bob -> alice] psst");
        bob.send("/quit");
        let shown = alice.wait_for("* bob left #lobby");
        assert!(!shown.contains("* in #lobby"), "the client's own question shows: {shown}");
        alice.wait_for("#lobby (1)");
    }
}

#[test]
fn a_name_is_asked_for_and_asked_again() {
    let server = Server::start(stage("stage6-async"), &[]);
    let _bob = Client::join(server.addr(), "bob");
    let mut alice = Tty::run(&[crate::CHAT, &server.addr().to_string()], &[], 80, 24);
    alice.wait_for("name>");
    alice.press("bob\r");
    alice.wait_for("! name \"bob\" is taken");
    alice.press("alice\r");
    alice.wait_for("#lobby alice at");
    let shown = alice.wait_for("#lobby (2)");
    let side = shown.lines().filter_map(|row| row.split_once('│')).map(|row| row.1.trim());
    assert_eq!(side.take(3).collect::<Vec<_>>(), ["#lobby (2)", "alice", "bob"], "{shown}");
}

#[test]
fn rooms_are_changed_and_people_kicked() {
    let (_server, mut alice, bob) = meet("stage6-async");
    alice.press("/join rust\r");
    alice.wait_for("#rust (1)");
    bob.send("/join rust");
    alice.wait_for("#rust (2)");
    alice.press("/kick bob\r");
    alice.wait_for("* alice kicked bob from #rust");
    alice.wait_for("#rust (1)");
    alice.press("/nick zoe\r");
    alice.wait_for("#rust zoe at");
}

#[test]
fn a_terminal_changes_its_size() {
    let (_server, mut alice, bob) = meet("stage5-threaded");
    bob.send("a line that is longer than forty columns, so that it is wrapped");
    alice.wait_for("longer than forty");
    alice.resize(40, 12);
    let shown = alice.wait("no side bar", |screen| {
        let shown = screen.contents();
        !shown.contains('│') && shown.contains("\n  columns, so that it is wrapped")
    });
    assert!(shown.lines().count() <= 12, "{shown}");
    alice.resize(200, 50);
    alice.wait("a side bar far right", |screen| {
        screen.contents().lines().any(|row| row.chars().position(|c| c == '│') == Some(178))
    });
    alice.press("still here\r");
    alice.wait_for("<alice> still here");
}

#[test]
fn earlier_lines_are_scrolled_to() {
    let (_server, mut alice, bob) = meet("stage6-async");
    (0..60).for_each(|n| bob.send(&format!("line {n}.")));
    alice.wait_for("line 59.");
    alice.press("\x1b[5~");
    alice.wait("an earlier page", |screen| {
        let shown = screen.contents();
        shown.contains("line 38.") && !shown.contains("line 59.") && shown.contains(" below: End")
    });
    bob.send("something new");
    alice.wait_for("22 below: End");
    alice.press("\x1b[F");
    alice.wait_for("something new");
    alice.press("\x1b[5~");
    alice.wait_for(" below: End");
    alice.press("\x1b[6~");
    alice.wait_for("something new");
}

#[test]
fn what_is_pasted_is_not_sent_before_enter() {
    let (_server, mut alice, mut bob) = meet("stage6-async");
    alice.wait("pastes are marked", vt100::Screen::bracketed_paste);
    alice.press("\x1b[200~one\ntwo\x1b[201~");
    alice.wait_for("> one two");
    alice.press("!\r");
    bob.expect("<alice> one two!");
    alice.wait_for("<alice> one two!");
    alice.press("\x1b[A");
    alice.wait_for("> one two!");
}
