//! What the program prints: a line that says where it listens on standard
//! output, and a line for each event on standard error.

use std::fmt;
use std::io::{self, Write};
use std::net::SocketAddr;

/// Writes one line, in one piece, so that lines of several clients do not mix.
pub fn log(line: fmt::Arguments<'_>) {
    // A log that nobody reads any more is no reason to stop serving.
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Says where the server listens.
pub fn announce(address: SocketAddr) {
    let mut stdout = io::stdout();
    // Nobody has to read it; the server serves all the same.
    let _ = writeln!(stdout, "listening on {address}").and_then(|()| stdout.flush());
}

/// Prints what somebody has asked for instead of a server.
pub fn print(text: &str) {
    // Nobody has to read it.
    let _ = io::stdout().write_all(text.as_bytes());
}
