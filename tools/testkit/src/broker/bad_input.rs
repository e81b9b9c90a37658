//! Input that comes in odd pieces, or never ends.

use std::path::Path;

use super::guest::{enter, enter_as, expect_entry};
use crate::{Client, PATIENCE, Server};

const TOO_LONG: &str = "! line too long: at most 1024 bytes";

const MEBIBYTE: usize = 1024 * 1024;

/// How long an endless line is, in MiB.
const LENGTH: usize = 100;

/// The same bytes in random packets are the same lines, good and bad ones.
///
/// # Panics
/// When they are not.
pub fn any_packets(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut witness = enter_as(server.addr(), "witness");
    let long = "x".repeat(3000);
    let legal = "y".repeat(1024);
    let input = format!(
        "one\r\n\n/nick alice\n{legal}\r\n{long}\n\u{1f980} two\n//three\n/nick bob\nlast\n"
    );
    let mut random = 1_u64;
    for _ in 0..50 {
        let (mut client, given) = enter(server.addr());
        let mut rest = input.as_bytes();
        while !rest.is_empty() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let size = usize::try_from(random >> 33).unwrap_or(0);
            let size = if size % 3 == 0 { 1 + size % 7 } else { 1 + size % 1500 };
            let (packet, later) = rest.split_at(size.min(rest.len()));
            client.send_bytes(packet);
            rest = later;
        }
        client.end_input();
        witness.expect(&format!("* {given} joined"));
        witness.expect(&format!("<{given}> one"));
        witness.expect(&format!("* {given} is now alice"));
        witness.expect(&format!("<alice> {legal}"));
        witness.expect_all(&["<alice> \u{1f980} two", "<alice> /three", "* alice is now bob"]);
        witness.expect_all(&["<bob> last", "* bob left"]);
        client.expect(&format!("* {given} is now alice"));
        client.expect_all(&[TOO_LONG, "* alice is now bob"]);
        client.expect_closed();
    }
}

/// 100 MiB without an end are one error and no memory; the connection goes on.
///
/// # Panics
/// When it is not so.
pub fn a_line_without_an_end_is_thrown_away(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut witness = enter_as(server.addr(), "witness");
    let mut client = enter_as(server.addr(), "alice");
    expect_entry(&mut witness, "alice");
    #[cfg(target_os = "linux")]
    let before = server.memory_kib();
    (0..LENGTH).for_each(|_| send_piece(&client));
    client.send("\nhello");
    client.expect(TOO_LONG);
    witness.expect("<alice> hello");
    #[cfg(target_os = "linux")]
    {
        let peak = server.peak_kib();
        assert!(peak < before + 2048, "memory grew from {before} to {peak} KiB");
    }
}

/// Others go on meanwhile, and see nothing of it.
///
/// # Panics
/// When they do not.
pub fn a_line_without_an_end_disturbs_nobody(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let mut witness = enter_as(server.addr(), "witness");
    let mut friend = enter_as(server.addr(), "friend");
    let client = enter_as(server.addr(), "alice");
    expect_entry(&mut witness, "friend");
    expect_entry(&mut witness, "alice");
    expect_entry(&mut friend, "alice");
    for n in 0..LENGTH {
        send_piece(&client);
        friend.send(&format!("meanwhile {n}"));
        witness.expect(&format!("<friend> meanwhile {n}"));
    }
    friend.expect_silence(PATIENCE / 100);
}

/// Sends the next mebibyte of the line.
fn send_piece(client: &Client) {
    client.send_bytes(&vec![b'x'; MEBIBYTE]);
}
