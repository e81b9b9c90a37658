//! A filter that panics costs its own message, never the server or another client.
//!
//! The filter has to panic at every text that contains [`BOOM`], with that as its message.

use std::net::SocketAddr;
use std::panic;

use crate::Client;

/// What the filter panics at, and with.
pub const BOOM: &str = "boom";

/// Keeps the panics that are meant to happen out of the output of the test.
pub fn silence() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if info.payload_as_str() != Some(BOOM) {
            usual(info);
        }
    }));
}

/// Talks to a server that has such a filter.
///
/// # Panics
/// When the panic costs more than its message.
pub fn check(addr: SocketAddr) {
    const FAILED: &str = "! message blocked: a filter failed";
    let mut alice = Client::join(addr, "alice");
    let mut bob = Client::join(addr, "bob");
    alice.expect("* bob joined #lobby");
    for round in 0..20 {
        let before = format!("before {round}");
        let after = format!("after {round}");
        alice.send(&format!("{before}\n{BOOM} {round}\n/msg bob {BOOM} {round}\n{after}"));
        alice.expect_all(&[&format!("<alice> {before}"), FAILED, FAILED]);
        alice.expect(&format!("<alice> {after}"));
        bob.expect_all(&[&format!("<alice> {before}"), &format!("<alice> {after}")]);
        bob.send(&format!("heard {round}"));
        for client in [&mut alice, &mut bob] {
            client.expect(&format!("<bob> heard {round}"));
        }
    }
    // Not only those who were there before go on.
    let mut carol = Client::login(addr, "carol");
    carol.send("/msg alice hi");
    carol.skip_until("[carol -> alice] hi");
    alice.expect_all(&["* carol joined #lobby", "[carol -> alice] hi"]);
}
