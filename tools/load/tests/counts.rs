//! The tool against servers whose behaviour is known to the line: what they lose, repeat or tear,
//! and whom they cut off, has to be in the report, no more and no less.

mod fake;

use std::net::SocketAddr;
use std::process::Command;

use load::Report;

use fake::{Fault, Speech, serve};

const CLIENTS: u64 = 5;
const MESSAGES: u64 = 20;

fn load(args: &[&str]) -> Report {
    let out = Command::new(env!("CARGO_BIN_EXE_load"))
        .args(args)
        .args(["--json", "-", "--patience", "1"])
        .output()
        .expect("load starts");
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {text}\n{}", String::from_utf8_lossy(&out.stderr)))
}

fn burst(addr: SocketAddr, protocol: &str) -> Report {
    let addr = addr.to_string();
    let (clients, messages) = (CLIENTS.to_string(), MESSAGES.to_string());
    let shape = ["burst", "--clients", &clients, "--messages", &messages];
    load(&[&shape[..], &["--protocol", protocol, &addr]].concat())
}

#[test]
fn the_floor_delivers_everything() {
    let report = load(&["burst", "--clients", "8", "--messages", "50", "floor"]);
    assert_eq!((report.expected, report.delivered), (8 * 8 * 50, 8 * 8 * 50));
    assert!(report.is_sound(), "{report:?}");
    if cfg!(target_os = "linux") {
        assert!(report.cpu_s.is_some() && report.peak_kib > Some(0), "{report:?}");
        assert_eq!(report.threads, Some(1));
    }
}

#[test]
fn every_protocol_is_understood() {
    for (speech, name, echoes) in [
        (Speech::Plain, "plain", true),
        (Speech::Others, "others", false),
        (Speech::Chat, "chat", true),
        (Speech::Broker, "broker", false),
        (Speech::Irc, "irc", false),
        (Speech::Nats, "nats", true),
    ] {
        let report = burst(serve(speech, Fault::None), name);
        let hearers = CLIENTS - u64::from(!echoes);
        assert_eq!(report.expected, CLIENTS * hearers * MESSAGES, "{name}");
        assert_eq!(report.delivered, report.expected, "{name}: {report:?}");
        assert!(report.is_sound(), "{name}: {report:?}");
    }
}

#[test]
fn what_is_lost_is_counted() {
    let report = burst(serve(Speech::Plain, Fault::Drop(3)), "plain");
    assert_eq!((report.lost, report.wrong), (3, 0), "{report:?}");
    assert!(report.stalled, "it waits for them, and gives up");
}

#[test]
fn what_is_repeated_is_wrong() {
    let report = burst(serve(Speech::Chat, Fault::Repeat(4)), "chat");
    assert_eq!((report.lost, report.wrong), (0, 4), "{report:?}");
}

#[test]
fn what_is_torn_is_lost_and_wrong() {
    let report = burst(serve(Speech::Plain, Fault::Tear(2)), "plain");
    // A line that lost its end is two halves that nobody knows, joined: one wrong line for two.
    assert_eq!((report.lost, report.wrong), (4, 2), "{report:?}");
}

#[test]
fn a_message_under_another_name_is_wrong() {
    let report = burst(serve(Speech::Chat, Fault::Forge(2)), "chat");
    assert_eq!((report.lost, report.wrong), (2, 2), "{report:?}");
}

#[test]
fn whoever_is_cut_off_is_counted_with_what_is_missing() {
    let report = burst(serve(Speech::Plain, Fault::Disconnect), "plain");
    assert_eq!(report.disconnected, 1, "{report:?}");
    assert_eq!(report.lost, CLIENTS * MESSAGES, "all that client 0 had to get");
    assert!(!report.stalled, "nobody waits for what cannot come");
}

#[test]
fn a_server_that_stops_is_given_up() {
    let report = burst(serve(Speech::Plain, Fault::Stop), "plain");
    assert!(report.stalled && report.delivered == 0, "{report:?}");
}

#[test]
fn presence_is_counted_in_a_storm() {
    for speech in [Speech::Chat, Speech::Broker] {
        let addr = serve(speech, Fault::None).to_string();
        let name = if speech == Speech::Chat { "chat" } else { "broker" };
        let report = load(&["storm", "--clients", "7", "--protocol", name, &addr]);
        assert_eq!((report.expected, report.delivered), (21, 21), "{report:?}");
        assert!(report.is_sound(), "{report:?}");
    }
}

#[test]
fn latency_counts_every_delivery() {
    let shape = ["paced", "--clients", "4", "--rate", "200", "--seconds", "0.5"];
    let report = load(&[&shape[..], &["floor"]].concat());
    let latency = report.latency.expect("a distribution");
    assert_eq!((report.expected, latency.count), (400, 400));
    assert!(latency.p50 <= latency.p99 && latency.p99 <= latency.max, "{latency:?}");
    assert!(latency.curve.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 <= two[1].1));
}

#[test]
fn mistakes_are_named() {
    let cases: &[(&[&str], &str)] = &[
        (&["burst", "nosuch"], "error: unknown server \"nosuch\""),
        (&["burst", "127.0.0.1:1"], "error: a server at an address needs --protocol"),
        (&["burst", "--clients", "0", "floor"], "error: --clients is from 1 to 10000"),
        (&["burst", "--size", "5", "floor"], "error: --size is from 12 to 1024"),
        (&["burst", "--rooms", "2", "floor"], "error: --rooms is not for the protocol plain"),
        (&["churn", "floor"], "error: churn is not for the protocol plain"),
        (&["chaos", "floor"], "error: chaos is not for the protocol plain"),
        (&["paced", "--rate", "0", "floor"], "error: invalid value '0' for '--rate <RATE>'"),
    ];
    for (args, message) in cases {
        let out = Command::new(env!("CARGO_BIN_EXE_load")).args(*args).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(said.starts_with(message), "{args:?}: {said}");
        assert_eq!(out.status.code(), Some(2), "{args:?}");
    }
}
