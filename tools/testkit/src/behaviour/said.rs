//! What a client got of its own words.

use std::fmt::Write as _;

use crate::{Client, PROMPT};

/// `count` different lines as a client would send them, each with its end.
pub(super) fn lines(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "line {n}");
    }
    text
}

/// Reads up to a clean end of input, and insists on a login as `name` and on every one of the
/// first `count` of these [`lines`], once and in order.
pub(super) fn expect_all(client: &mut Client, name: &str, count: usize) {
    let bytes = client.bytes_until_closed();
    let text = String::from_utf8_lossy(&bytes);
    let mut answers = text.lines();
    assert_eq!(answers.next(), Some(PROMPT), "wire:\n{}", client.log());
    let welcome = answers.next().unwrap_or_default();
    assert!(welcome.starts_with(&format!("* Welcome, {name}!")), "wire:\n{}", client.log());
    let own = format!("<{name}> ");
    let echoed: Vec<&str> = answers.filter_map(|line| line.strip_prefix(own.as_str())).collect();
    let said = lines(count);
    let said: Vec<&str> = said.lines().collect();
    assert!(
        echoed == said,
        "{name} said {} lines and got {}, the last {:?}; wire:\n{}",
        said.len(),
        echoed.len(),
        echoed.last(),
        client.log()
    );
}
