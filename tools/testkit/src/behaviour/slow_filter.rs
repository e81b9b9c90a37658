//! A filter that takes its time holds up nobody but the sender.
//!
//! The filter has to say so when it gets the text [`SLOW`], and to wait then until it is
//! released; other texts it lets pass.

use std::net::SocketAddr;
use std::sync::mpsc::Receiver;

use crate::{Client, PATIENCE};

/// What the filter takes its time for.
pub const SLOW: &str = "let me think";

/// Talks to a server that has such a filter. While it waits, others in the room, other rooms,
/// direct messages, commands and logins all go on; once it is released, its message has its
/// place, and what the sender said after it comes after it.
///
/// # Panics
/// When anybody else is held up, or the sender's order is lost.
pub fn check(addr: SocketAddr, waits: &Receiver<()>, release: impl FnOnce()) {
    let mut alice = Client::join(addr, "alice");
    let mut bob = Client::join(addr, "bob");
    let mut carol = Client::join(addr, "carol");
    carol.send("/join rust");
    carol.expect("* You're in #rust.");
    alice.expect_all(&["* bob joined #lobby", "* carol joined #lobby", "* carol left #lobby"]);
    bob.expect_all(&["* carol joined #lobby", "* carol left #lobby"]);

    alice.send(&format!("{SLOW}\nafter it"));
    waits.recv_timeout(PATIENCE).expect("a filter that waits");
    for round in 0..20 {
        bob.send(&format!("in the same room {round}"));
        bob.expect(&format!("<bob> in the same room {round}"));
        alice.expect(&format!("<bob> in the same room {round}"));
        carol.send(&format!("in another room {round}"));
        carol.expect(&format!("<carol> in another room {round}"));
    }
    bob.send("/msg carol hi\n/who");
    bob.expect_all(&["[bob -> carol] hi", "* in #lobby: alice, bob"]);
    carol.expect("[bob -> carol] hi");
    Client::login(addr, "dave").close();
    for client in [&mut alice, &mut bob] {
        client.expect_all(&["* dave joined #lobby", "* dave left #lobby"]);
    }

    release();
    for client in [&mut alice, &mut bob] {
        client.expect_all(&[&format!("<alice> {SLOW}"), "<alice> after it"]);
    }
}
