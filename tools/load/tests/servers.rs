//! How servers are found, started and given up.

use std::io::Write;
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};
use std::thread;

use load::Report;

const LOAD: &str = env!("CARGO_BIN_EXE_load");

fn load(args: &[&str]) -> Output {
    Command::new(LOAD).args(args).args(["--patience", "1"]).output().expect("load starts")
}

fn reports(output: &Output) -> Vec<Report> {
    let text = String::from_utf8_lossy(&output.stdout);
    let report =
        |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {text}"));
    text.lines().map(report).collect()
}

fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn several_servers_take_turns() {
    let shape = ["burst", "--clients", "3", "--messages", "4", "--rounds", "2"];
    let floor = format!("{LOAD} floor 127.0.0.1:{{port}}");
    let cmd = ["--cmd", &floor, "--protocol", "plain", "--json", "-", "floor"];
    let output = load(&[&shape[..], &cmd[..]].concat());
    let reports = reports(&output);
    let names: Vec<&str> = reports.iter().map(|report| report.server.as_str()).collect();
    assert_eq!(names, ["floor", "load", "floor", "load"], "{output:?}");
    assert!(
        reports.iter().all(|report| report.is_sound() && report.delivered == 36),
        "{reports:?}"
    );
}

#[test]
fn a_table_is_for_people() {
    let output = load(&["burst", "--clients", "2", "--messages", "3", "floor"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("12 of 12 delivered · 0 lost · 0 wrong"), "{text}");
    assert!(output.stderr.is_empty(), "no bar where there is no terminal: {output:?}");
}

#[test]
fn a_slow_reader_is_told_of() {
    let shape = ["slow", "--clients", "4", "--messages", "50", "--json", "-", "floor"];
    let report = reports(&load(&shape)).remove(0);
    assert!(report.is_sound() && report.delivered == 3 * 3 * 50, "{report:?}");
    let fate = "the slow reader was still connected, and found 150 of 150 lines";
    assert_eq!(report.notes, [fate]);
}

#[test]
fn a_command_that_fails_says_why() {
    let said = complaint(&load(&["burst", "--cmd", "no-such-program", "--protocol", "chat"]));
    assert!(said.starts_with("error: cannot start no-such-program: "), "{said}");
    let cmd = format!("{LOAD} floor 192.0.2.1:{{port}}");
    let said = complaint(&load(&["burst", "--cmd", &cmd, "--protocol", "plain"]));
    let expected = "error: load does not listen; it said: error: cannot listen on 192.0.2.1:";
    assert!(said.starts_with(expected), "{said}");
}

#[test]
fn nobody_at_an_address() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    drop(listener);
    let said = complaint(&load(&["burst", "--protocol", "chat", &addr]));
    assert!(said.starts_with(&format!("error: cannot connect to {addr}: ")), "{said}");
}

#[test]
fn a_refusal_is_passed_on() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for socket in listener.incoming() {
            let mut socket = socket.expect("a client");
            // It may have gone; the next one has not.
            let _ = socket.write_all(b"! server is full, try again later\n");
        }
    });
    let said = complaint(&load(&["burst", "--clients", "2", "--protocol", "chat", &addr]));
    let expected = "could log in; the server said: ! server is full, try again later";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn nats_is_a_server_like_others() {
    let silent = || Command::new("nats-server").arg("--version").stdout(Stdio::null()).status();
    if silent().is_err() {
        eprintln!("note: nats-server is not installed; nothing was tested");
        return;
    }
    let shape = ["burst", "--clients", "6", "--messages", "20", "--rooms", "2"];
    let report = reports(&load(&[&shape[..], &["--json", "-", "nats"]].concat())).remove(0);
    assert_eq!((report.expected, report.delivered), (2 * 3 * 3 * 20, 2 * 3 * 3 * 20));
    assert!(report.is_sound(), "{report:?}");
}
