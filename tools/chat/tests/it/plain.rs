//! `chat --plain`: line in, line out.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::thread;

use crate::CHAT;
use crate::stages::{STAGES, stage};
use testkit::{Client, DEFAULT_MOTD, PATIENCE, PROMPT, Server, run_to_exit};

/// The client, and both ends of it.
fn start(addr: &str) -> (Child, ChildStdin, BufReader<ChildStdout>) {
    let mut command = Command::new(CHAT);
    command.args(["--plain", addr]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().expect("the client starts");
    let stdin = child.stdin.take().expect("its input is a pipe");
    let stdout = child.stdout.take().expect("its output is a pipe");
    (child, stdin, BufReader::new(stdout))
}

/// The client with all of this as its input, to the end of both.
fn run(server: &Server, input: &[u8]) -> Output {
    let (child, mut stdin, mut stdout) = start(&server.addr().to_string());
    // What is written must not wait for what is read.
    let input = input.to_owned();
    let writer = thread::spawn(move || stdin.write_all(&input));
    let mut shown = Vec::new();
    stdout.read_to_end(&mut shown).expect("the output is read");
    writer.join().expect("the writer ends").expect("the client takes its input");
    Output { stdout: shown, ..child.wait_with_output().expect("the client ends") }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("what is shown is text")
}

#[test]
fn what_goes_in_is_answered_on_every_stage() {
    for (number, package) in (1..).zip(STAGES) {
        let server = Server::start(stage(package), &[]);
        let output = run(&server, b"alice\nhello\nno line end");
        let room = if number >= 2 { " You're in #lobby." } else { "" };
        let motd = if number >= 4 { format!("{DEFAULT_MOTD}\n") } else { String::new() };
        let talk = "<alice> hello\n<alice> no line end\n";
        let expected = format!("{PROMPT}\n* Welcome, alice!{room}\n{motd}{talk}");
        assert_eq!(text(&output.stdout), expected, "{package}");
        assert!(output.status.success() && output.stderr.is_empty(), "{package}: {output:?}");
    }
}

#[test]
fn nothing_acts_on_the_terminal() {
    // This one passes everything on, and the next one only takes tabs.
    let server = Server::start(stage("stage1-tcp"), &[]);
    let output = run(&server, b"alice\n\x1b[31mred\ttab\x07\r\n\xc2\x9b2J \xe2\x80\xaeback\n");
    let said = "<alice> \u{fffd}[31mred\ttab\u{fffd}\n<alice> \u{fffd}2J \u{fffd}back\n";
    assert!(text(&output.stdout).ends_with(said), "{output:?}");
    assert!(!output.stdout.contains(&0x1b) && !output.stdout.contains(&b'\r'), "{output:?}");
}

#[test]
fn each_line_is_shown_as_it_comes() {
    let server = Server::start(stage("stage6-async"), &[]);
    let (mut child, mut stdin, stdout) = start(&server.addr().to_string());
    let mut lines = stdout.lines().map(Result::unwrap);
    assert_eq!(lines.next().as_deref(), Some(PROMPT));
    stdin.write_all(b"alice\n").unwrap();
    assert_eq!(lines.nth(1).as_deref(), Some(DEFAULT_MOTD));
    let bob = Client::join(server.addr(), "bob");
    assert_eq!(lines.next().as_deref(), Some("* bob joined #lobby"));
    bob.send("hi");
    assert_eq!(lines.next().as_deref(), Some("<bob> hi"));
    // The server closes, and the client ends, although its input is still open.
    stdin.write_all(b"/quit\n").unwrap();
    assert_eq!(lines.next().as_deref(), Some("* Goodbye, alice!"));
    assert_eq!(lines.next(), None);
    assert!(child.wait().unwrap().success());
    drop(stdin);
}

#[test]
fn the_end_of_input_waits_for_the_answers() {
    let server = Server::start(stage("stage6-async"), &[]);
    let input = format!("alice\n{}", "one of many\n".repeat(2000));
    let output = run(&server, input.as_bytes());
    let echoes = text(&output.stdout).lines().filter(|line| *line == "<alice> one of many");
    assert_eq!(echoes.count(), 2000);
}

#[test]
fn whoever_stops_reading_ends_it() {
    let server = Server::start(stage("stage6-async"), &[]);
    let (mut child, mut stdin, stdout) = start(&server.addr().to_string());
    drop(stdout);
    stdin.write_all(b"alice\nhello\n").unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn errors_are_one_line() {
    let server = Server::start(stage("stage6-async"), &[]);
    let addr = server.addr().to_string();
    let without = run_to_exit(CHAT, &[addr.as_str()]);
    assert_eq!(without.status.code(), Some(2));
    assert_eq!(text(&without.stderr), "error: this is not a terminal: try --plain\n");
    server.kill();
    assert!(!server.wait(PATIENCE).success());
    let gone = run_to_exit(CHAT, &["--plain", &addr]);
    assert_eq!((gone.status.code(), gone.stdout.len()), (Some(1), 0));
    let line =
        format!("error: cannot connect to {addr}: nothing listens there; is the server running?\n");
    assert_eq!(text(&gone.stderr), line);
}

#[test]
fn bad_arguments_are_refused() {
    let bad: [&[&str]; 4] =
        [&["nowhere"], &["--plane"], &["a:1", "b:2"], &["--plain", "--name", "alice"]];
    for arguments in bad {
        let output = run_to_exit(CHAT, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).starts_with("error: "), "{output:?}");
    }
}
