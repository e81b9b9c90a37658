//! Bots come, talk and go.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread::{self, JoinHandle};

use crate::stages::stage;
use crate::tty::Tty;
use testkit::{Client, PATIENCE, Server, run_to_exit};

const BOTS: &str = env!("CARGO_BIN_EXE_bots");

/// Reads lines until one of them is as wanted; all of them.
fn read_until(client: &mut Client, mut is_last: impl FnMut(&str) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    loop {
        lines.push(client.line());
        if lines.last().is_some_and(|line| is_last(line)) {
            return lines;
        }
    }
}

#[test]
fn they_talk_until_they_are_interrupted() {
    let server = Server::start(stage("stage6-async"), &[]);
    let mut watcher = Client::join(server.addr(), "watcher");
    let addr = server.addr().to_string();
    let words = [BOTS, &addr, "--count", "6", "--rate", "100", "--rooms", "2"];
    let mut bots = Tty::run(&words, &[], 80, 24);
    let mut speakers = BTreeSet::new();
    read_until(&mut watcher, |line| {
        let said = line.strip_prefix('<').and_then(|line| line.split_once("> "));
        speakers.extend(said.map(|(name, _)| name.to_owned()));
        speakers.len() == 3
    });
    watcher.send("/rooms");
    read_until(&mut watcher, |line| line == "* rooms: #lobby (4), #kitchen (3)");
    bots.press("\x03");
    let mut gone = BTreeSet::new();
    read_until(&mut watcher, |line| {
        gone.extend(
            line.strip_prefix("* ")
                .and_then(|line| line.strip_suffix(" left #lobby"))
                .map(str::to_owned),
        );
        speakers.is_subset(&gone)
    });
    bots.wait_for("said ");
    assert_eq!(bots.status(), 0);
    watcher.send("/rooms");
    watcher.expect("* rooms: #lobby (1)");
}

#[test]
fn they_leave_when_their_time_is_over() {
    let server = Server::start(stage("stage5-threaded"), &[]);
    let addr = server.addr().to_string();
    let output = run_to_exit(BOTS, &[&addr, "--count", "3", "--rate", "50", "--seconds", "1"]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let (said, read) =
        text.lines().last().and_then(|line| line.split_once(" lines, read ")).unwrap();
    let said: usize = said.strip_prefix("said ").unwrap().parse().unwrap();
    assert!((10..=50).contains(&said), "{text}");
    // Each of them reads what any of them says, and its goodbye.
    assert!(read.parse::<usize>().unwrap() >= said * 3, "{text}");
}

/// A server that lets one client in, and reads it to its end.
fn listen_to_one() -> io::Result<(SocketAddr, JoinHandle<io::Result<Vec<String>>>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(b"* Enter your username:\n* Welcome, bot! You're in #lobby.\n")?;
        BufReader::new(stream).lines().collect()
    });
    Ok((addr, server))
}

#[test]
fn they_say_that_they_leave() {
    let (addr, server) = listen_to_one().unwrap();
    let arguments = [&addr.to_string(), "--count", "1", "--rate", "20", "--seconds", "1"];
    assert!(run_to_exit(BOTS, &arguments).status.success());
    let lines = server.join().unwrap().unwrap();
    assert!(lines.len() > 3, "{lines:?}");
    assert_eq!(lines.last().map(String::as_str), Some("/quit"), "{lines:?}");
}

#[test]
fn without_a_server_there_is_one_line() {
    let server = Server::start(stage("stage6-async"), &[]);
    let addr = server.addr().to_string();
    server.kill();
    let output = run_to_exit(BOTS, &[&addr]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("error: cannot connect to ") && text.lines().count() == 1, "{text}");
}

#[test]
fn they_end_when_the_server_does() {
    let server = Server::start(stage("stage6-async"), &[]);
    let addr = server.addr().to_string();
    let mut bots = Tty::run(&[BOTS, &addr, "--count", "3", "--rate", "50"], &[], 80, 24);
    bots.wait_for("3 of 3 bots are in");
    server.kill();
    bots.wait_for("error: the server closed all connections");
    assert_eq!(bots.status(), 1);
}

#[test]
fn a_full_server_gets_as_many_as_it_takes() {
    let server = Server::start(stage("stage6-async"), &["max_users=2"]);
    let addr = server.addr().to_string();
    let mut bots = Tty::run(&[BOTS, &addr, "--count", "9", "--rate", "50"], &[], 80, 24);
    let shown = bots.wait_for("2 of 9 bots are in");
    assert!(shown.contains("warning: no more bots can log in: "), "{shown}");
    assert!(shown.contains("server is full"), "{shown}");
    bots.press("\x03");
    assert_eq!(bots.status(), 0);
}

#[test]
fn a_server_for_one_is_named_as_such() {
    let server = Server::start(stage("stage4-commands"), &[]);
    let addr = server.addr().to_string();
    let bots = Tty::run(&[BOTS, &addr, "--count", "2"], &[], 80, 24);
    bots.wait("a hint", |screen| {
        let shown = screen.contents();
        shown.contains("warning: no more bots can log in: the server did not answer")
            && shown.contains("serve one client at a time")
    });
}

#[test]
fn bad_arguments_are_refused() {
    for argument in ["--count=0", "--rate=0", "--rate=x", "--rooms=13", "nowhere"] {
        let output = run_to_exit(BOTS, &[argument]);
        assert_eq!(output.status.code(), Some(2), "{argument}: {output:?}");
    }
}
