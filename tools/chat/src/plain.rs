//! Line in, line out: for pipes and for screen readers.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};

use crate::address::Address;
use crate::error::ClientError;
use crate::net;
use crate::text::Stream;

/// How much is read at a time.
const CHUNK: usize = 16 * 1024;

/// Carries standard input to the server and what it says to standard output, until it closes.
pub fn run(address: &Address) -> Result<(), ClientError> {
    let stream = address.connect()?;
    let sending = stream.try_clone().map_err(ClientError::Broken)?;
    // It may still wait for input when the server closes; the program ends all the same.
    net::start("input", move || send(sending))?;
    receive(stream, io::stdout().lock())
}

/// The end of input ends only this half: what was sent is still answered.
fn send(mut stream: TcpStream) {
    // If the connection breaks, the receiving side finds out as well, and tells.
    let _ = copy_all(io::stdin().lock(), &mut stream);
    let _ = stream.shutdown(Shutdown::Write);
}

fn copy_all(mut from: impl Read, to: &mut impl Write) -> io::Result<()> {
    let mut chunk = [0; CHUNK];
    loop {
        match from.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(length) => to.write_all(&chunk[..length])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Passes on what comes, at once, with nothing in it that acts on a terminal.
fn receive(mut from: impl Read, mut to: impl Write) -> Result<(), ClientError> {
    let mut text = Stream::default();
    let mut chunk = [0; CHUNK];
    loop {
        let (shown, is_end) = match from.read(&mut chunk) {
            Ok(0) => (text.finish(), true),
            Ok(length) => (text.push(&chunk[..length]), false),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(ClientError::Broken(error)),
        };
        match to.write_all(shown.as_bytes()).and_then(|()| to.flush()) {
            Ok(()) => {}
            // Whoever was reading has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(ClientError::Output(error)),
        }
        if is_end {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_as_a_command() {
        let mut out = Vec::new();
        receive(&b"* hi\n<a> \x1b]0;title\x07\tx\r\nno end"[..], &mut out).unwrap();
        let shown = String::from_utf8(out).unwrap();
        assert_eq!(shown, "* hi\n<a> \u{fffd}]0;title\u{fffd}\tx\nno end");
    }
}
