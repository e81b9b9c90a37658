//! Every way out gives the terminal back, and says goodbye.

use std::process::Command;
use std::{env, fs, thread};

use crate::CHAT;
use crate::stages::stage;
use crate::tty::Tty;
use chat::Screen;
use testkit::{Client, Server};

/// Names a way to panic, for the tests that this program runs in a terminal.
const PANIC: &str = "CHAT_TEST_PANIC";

/// Alice leaves in some way, and bob is told.
fn leaves_by(package: &str, keys: &str) {
    let server = Server::start(stage(package), &[]);
    let mut bob = Client::join(server.addr(), "bob");
    let mut alice = Tty::shell(&[CHAT, "--name", "alice", &server.addr().to_string()], &[]);
    bob.expect("* alice joined #lobby");
    alice.wait_for("#lobby (2)");
    alice.press(keys);
    alice.expect_restored("0");
    bob.expect("* alice left #lobby");
}

#[test]
fn by_quit() {
    leaves_by("stage5-threaded", "/quit\r");
    leaves_by("stage6-async", "/quit\r");
}

#[test]
fn by_ctrl_c() {
    leaves_by("stage6-async", "\x03");
}

/// Alice is ended from outside, by a shell that knows her number.
fn leaves_by_signal(signal: &str) {
    let server = Server::start(stage("stage6-async"), &[]);
    let mut bob = Client::join(server.addr(), "bob");
    let pipe = format!("{}/{signal}-{}", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let script = "\"$0\" --name alice \"$1\" < /dev/tty & alice=$!; \
                  read -r go < \"$2\"; kill -\"$3\" $alice; wait $alice";
    let addr = server.addr().to_string();
    let alice = Tty::shell(&["sh", "-c", script, CHAT, &addr, &pipe, signal], &[]);
    bob.expect("* alice joined #lobby");
    alice.wait_for("#lobby (2)");
    fs::write(&pipe, "go\n").expect("the shell reads");
    alice.expect_restored("0");
    bob.expect("* alice left #lobby");
    fs::remove_file(&pipe).expect("the pipe is there");
}

#[test]
fn by_a_signal() {
    leaves_by_signal("TERM");
    leaves_by_signal("HUP");
}

#[test]
fn without_a_server_there_is_one_line() {
    let server = Server::start(stage("stage6-async"), &[]);
    let addr = server.addr().to_string();
    server.kill();
    let alice = Tty::shell(&[CHAT, &addr], &[]);
    alice.expect_restored("1");
    let shown = alice.wait_for("the end");
    let reason = "nothing listens there; is the server running?";
    let first = format!("error: cannot connect to {addr}: {reason}");
    let rows: String = shown.lines().take_while(|row| !row.starts_with("status")).collect();
    assert_eq!(rows.trim_end(), first, "{shown}");
}

/// Not a test by itself: what the two below run in a terminal.
#[test]
fn panics_if_asked_to() {
    let Ok(how) = env::var(PANIC) else {
        return;
    };
    let mut screen = Screen::open().expect("this is run in a terminal");
    if how == "thread" {
        let panics = || panic!("a planned fault in a thread");
        thread::Builder::new().name("network".to_owned()).spawn(panics).unwrap();
        loop {
            thread::park();
        }
    }
    screen.terminal.draw(|_| panic!("a planned fault while drawing")).unwrap();
}

/// The terminal is as it was, and the message can be read.
fn panics(how: &str) -> String {
    let this = env::current_exe().expect("this program is a file");
    let this = this.to_str().expect("the path is text");
    let words = [this, "--exact", "leave::panics_if_asked_to", "--nocapture"];
    let alice = Tty::shell(&words, &[(PANIC, how)]);
    alice.expect_restored("101");
    alice.wait_for("the end")
}

#[test]
fn by_a_panic_of_its_own() {
    let shown = panics("drawing");
    assert!(shown.contains("a planned fault while drawing"), "{shown}");
}

#[test]
fn by_a_panic_of_another_thread() {
    let shown = panics("thread");
    assert!(shown.contains("a planned fault in a thread"), "{shown}");
}
