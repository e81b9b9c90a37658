//! `chat --plain`: line in, line out.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use testkit::{Client, DEFAULT_MOTD, PATIENCE, PROMPT, Server, run_to_exit};

use crate::CHAT;
use crate::stages::{STAGES, stage};

/// The client between two pipes. It is killed when this is dropped.
struct Plain {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Vec<u8>>,
    shown: Vec<u8>,
}

impl Plain {
    fn start(server: &Server) -> Self {
        let mut command = Command::new(CHAT);
        command.args(["--plain", &server.addr().to_string()]).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the client starts");
        let input = child.stdin.take();
        let mut stdout = child.stdout.take().expect("its output is a pipe");
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = stdout.read(&mut chunk) {
                if sender.send(chunk[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { child, input, output, shown: Vec::new() }
    }

    fn write(&mut self, input: &str) {
        let pipe = self.input.as_mut().expect("its input is open");
        pipe.write_all(input.as_bytes()).expect("the client takes its input");
    }

    /// Waits until this is the end of all that was shown.
    fn expect(&mut self, end: &str) {
        while !self.shown.ends_with(end.as_bytes()) {
            match self.output.recv_timeout(PATIENCE) {
                Ok(chunk) => self.shown.extend(chunk),
                Err(why) => panic!("no {end:?} but {why} behind {}", text(&self.shown)),
            }
        }
    }

    /// Waits until nothing more is shown, and then for its end.
    fn finish(&mut self) -> ExitStatus {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(chunk) => self.shown.extend(chunk),
                Err(RecvTimeoutError::Disconnected) => return self.wait(),
                Err(RecvTimeoutError::Timeout) => panic!("no end of {}", text(&self.shown)),
            }
        }
    }

    fn wait(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("the client can be waited for") {
                return status;
            }
            assert!(Instant::now() < deadline, "the client still runs");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        // Fails only if it has ended, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the client shows when all of this is its input.
fn run(server: &Server, input: &[u8]) -> Vec<u8> {
    let mut plain = Plain::start(server);
    // What is written must not wait for what is read.
    let (mut pipe, input) = (plain.input.take().expect("its input is open"), input.to_owned());
    let writer = thread::spawn(move || pipe.write_all(&input));
    let status = plain.finish();
    writer.join().expect("the writer ends").expect("the client takes its input");
    assert!(status.success(), "{status} behind {}", text(&plain.shown));
    std::mem::take(&mut plain.shown)
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
        assert_eq!(text(&output), expected, "{package}");
    }
}

#[test]
fn nothing_acts_on_the_terminal() {
    // This one passes everything on, and the next one only takes tabs.
    let server = Server::start(stage("stage1-tcp"), &[]);
    let output = run(&server, b"alice\n\x1b[31mred\ttab\x07\r\n\xc2\x9b2J \xe2\x80\xaeback\n");
    let said = "<alice> \u{fffd}[31mred\ttab\u{fffd}\n<alice> \u{fffd}2J \u{fffd}back\n";
    assert!(text(&output).ends_with(said), "{output:?}");
    assert!(!output.contains(&0x1b) && !output.contains(&b'\r'), "{output:?}");
}

#[test]
fn each_line_is_shown_as_it_comes() {
    let server = Server::start(stage("stage6-async"), &[]);
    let mut alice = Plain::start(&server);
    alice.expect(&format!("{PROMPT}\n"));
    alice.write("alice\n");
    alice.expect(&format!("{DEFAULT_MOTD}\n"));
    let bob = Client::join(server.addr(), "bob");
    alice.expect("\n* bob joined #lobby\n");
    bob.send("hi");
    alice.expect("\n<bob> hi\n");
    // The server closes, and the client ends, although its input is still open.
    alice.write("/quit\n");
    assert!(alice.finish().success());
    alice.expect("\n* Goodbye, alice!\n");
}

#[test]
fn the_end_of_input_waits_for_the_answers() {
    let server = Server::start(stage("stage6-async"), &[]);
    let input = format!("alice\n{}", "one of many\n".repeat(2000));
    let output = run(&server, input.as_bytes());
    let echoes = text(&output).lines().filter(|line| *line == "<alice> one of many");
    assert_eq!(echoes.count(), 2000);
}

#[test]
fn whoever_stops_reading_ends_it() {
    let server = Server::start(stage("stage6-async"), &[]);
    let mut command = Command::new(CHAT);
    command.args(["--plain", &server.addr().to_string()]).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the client starts");
    drop(child.stdout.take());
    let mut plain =
        Plain { input: child.stdin.take(), child, output: mpsc::channel().1, shown: vec![] };
    assert!(plain.wait().success());
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
