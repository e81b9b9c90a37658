//! What the program prints: where it listens on standard output, and a line
//! for each event on standard error.

use std::fmt;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;

/// Writes one line, in one piece, so that lines of several clients do not mix.
pub fn log(line: fmt::Arguments<'_>) {
    // A log that nobody reads any more is no reason to stop serving.
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Says where the server listens: the address first, so that whoever started
/// it on port 0 can find it in the first line.
pub fn announce(address: SocketAddr, unix: Option<&Path>) {
    let mut lines = format!("listening on {address}\n");
    if let Some(path) = unix {
        lines += &format!("listening on {}\n", path.display());
    }
    let mut stdout = io::stdout();
    // Nobody has to read it; the server serves all the same.
    let _ = stdout.write_all(lines.as_bytes()).and_then(|()| stdout.flush());
}
