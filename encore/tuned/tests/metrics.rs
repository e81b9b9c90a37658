//! Who watches the server is told how it does.

use std::collections::BTreeMap;
use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Instant;

use testkit::{Client, PATIENCE, Server};

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

/// A server, and where its metrics are.
fn start(settings: &[&str]) -> (Server, String) {
    let settings: Vec<&str> = settings.iter().copied().chain(["metrics=127.0.0.1:0"]).collect();
    let server = Server::start(BINARY, &settings);
    assert!(server.logs("metrics on ", PATIENCE), "log:\n{}", server.log());
    let log = server.log();
    let address = log.lines().find_map(|line| line.strip_prefix("metrics on "));
    (server, address.expect("a line that says where").to_owned())
}

/// The status and the body of an answer.
fn ask(address: &str, request: &str) -> (u16, String) {
    let mut socket = TcpStream::connect(address).expect("a connection");
    socket.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    write!(socket, "{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("sent");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    if body.starts_with("# ") {
        assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
    }
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("a status"), body.to_owned())
}

/// All values of a page, which has to be in the text format: help, type, value.
fn scrape(address: &str) -> BTreeMap<String, u64> {
    let (status, page) = ask(address, "GET /metrics");
    assert_eq!(status, 200);
    values(&page)
}

fn values(page: &str) -> BTreeMap<String, u64> {
    assert!(page.ends_with('\n'));
    let lines: Vec<&str> = page.lines().collect();
    let triple = |lines: &[&str]| {
        let [help, kind, sample] = lines else { panic!("{lines:?} is not three lines") };
        let (name, value) = sample.split_once(' ').expect("a name and a value");
        let is_counter = name.ends_with("_total");
        assert!(help.starts_with(&format!("# HELP {name} ")), "{help}");
        assert!(is_name(name) && !help.contains('\\'), "{name}: {help}");
        let expected = if is_counter { "counter" } else { "gauge" };
        assert_eq!(*kind, format!("# TYPE {name} {expected}"));
        (name.to_owned(), value.parse().expect("a whole number"))
    };
    let values: BTreeMap<String, u64> = lines.chunks(3).map(triple).collect();
    assert_eq!(values.len() * 3, lines.len(), "something is there twice");
    values
}

/// What the text format allows, but for colons: those are for rules of whoever watches.
fn is_name(name: &str) -> bool {
    let is_good = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().all(is_good) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// Set to `1`, it turns a test that cannot run for lack of a program into a failure.
const REQUIRED: &str = "REQUIRE_GUARDS";

#[test]
fn prometheus_agrees() {
    let mut tool = Command::new("promtool");
    tool.args(["check", "metrics"]).stdin(Stdio::piped());
    tool.stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut tool) = tool.spawn() else {
        let required = env::var_os(REQUIRED).is_some_and(|value| value == "1");
        assert!(!required, "{REQUIRED} is set, but there is no promtool");
        let note = "SKIPPED, not passed: there is no promtool: apt-get install prometheus\n";
        // If stderr is closed, nobody is there to be told.
        let _ = std::io::stderr().write_all(note.as_bytes());
        return;
    };
    let (server, address) = start(&[]);
    let _alice = Client::join(server.addr(), "alice");
    let (_, page) = ask(&address, "GET /metrics");
    tool.stdin.take().expect("a pipe").write_all(page.as_bytes()).expect("sent");
    let output = tool.wait_with_output().expect("its end");
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success() && said.is_empty(), "{said}\nof\n{page}");
}

#[test]
fn what_happens_is_counted() {
    let (server, address) = start(&["max_users=3"]);
    let mut alice = Client::join(server.addr(), "alice");
    let mut bob = Client::join(server.addr(), "bob");
    alice.expect("* bob joined #lobby");
    alice.send_bytes(b"one\ntwo\nthree\n");
    for line in ["<alice> one", "<alice> two", "<alice> three"] {
        alice.expect(line);
        bob.expect(line);
    }
    bob.send("/join rust");
    bob.expect("* You're in #rust.");
    alice.expect("* bob left #lobby");
    bob.send("alone");
    bob.expect("<bob> alone");
    let third = Client::join(server.addr(), "third");
    let mut refused = Client::connect(server.addr());
    refused.expect("! server is full, try again later");
    let found = scrape(&address);
    for (name, value) in [
        ("chat_connections", 3),
        ("chat_users", 3),
        ("chat_rooms", 2),
        ("chat_queue_bytes", 0),
        ("chat_logins_total", 3),
        ("chat_messages_total", 4),
        ("chat_deliveries_total", 7),
        ("chat_slow_clients_total", 0),
        ("chat_refused_connections_total", 1),
        ("chat_session_errors_total", 0),
    ] {
        assert_eq!(found.get(name), Some(&value), "{name} in {found:?}");
    }
    assert!(found["chat_tasks"] > 3, "a task for each of them, and more: {found:?}");
    assert_eq!(found.len(), 11);
    drop(third);
}

#[test]
fn a_client_that_does_not_read_is_seen() {
    let (server, address) = start(&["sendq=65536"]);
    let stuck = Client::join(server.addr(), "stuck");
    let questions = "/help\n".repeat(1000);
    // It fails when the server has had enough.
    while stuck.try_send_bytes(questions.as_bytes()).is_ok() {
        assert!(scrape(&address)["chat_queue_bytes"] < 1 << 20);
    }
    let start = Instant::now();
    while scrape(&address)["chat_session_errors_total"] == 0 {
        assert!(start.elapsed() < PATIENCE, "the end of the session is not counted");
    }
    assert_eq!(scrape(&address)["chat_slow_clients_total"], 1);
}

#[test]
fn health_and_nothing_else() {
    let (_server, address) = start(&[]);
    assert_eq!(ask(&address, "GET /health"), (200, "ok\n".to_owned()));
    assert_eq!(ask(&address, "GET /").0, 404);
    assert_eq!(ask(&address, "POST /metrics").0, 405);
}
