//! What a client insists on seeing.

use std::fmt::Display;
use std::io;
use std::time::Duration;

use crate::{Client, Received, escape};

impl Client {
    /// What comes next within `limit`, whatever it is; never panics.
    pub fn receive(&mut self, limit: Duration) -> Received {
        self.wire.receive(limit)
    }

    /// The next line, or `None` if there is no whole one within `limit` or the input has ended.
    ///
    /// # Panics
    /// When the line is not UTF-8.
    pub fn try_line(&mut self, limit: Duration) -> Option<String> {
        match self.receive(limit) {
            Received::Line(line) => Some(self.text(line)),
            _ => None,
        }
    }

    /// The next line, without its `\n`.
    ///
    /// # Panics
    /// When none comes in time, the input ends, or the line is not UTF-8.
    pub fn line(&mut self) -> String {
        match self.receive(self.timeout) {
            Received::Line(line) => self.text(line),
            other => self.fail("a line", other.describe()),
        }
    }

    /// The next line has to be exactly this one.
    ///
    /// # Panics
    /// When it is not.
    pub fn expect(&mut self, expected: &str) {
        match self.receive(self.timeout) {
            Received::Line(line) if line == expected.as_bytes() => {}
            other => self.fail(format!("the line {expected}"), other.describe()),
        }
    }

    /// The next lines have to be exactly these.
    ///
    /// # Panics
    /// When they are not.
    pub fn expect_all(&mut self, expected: &[&str]) {
        for line in expected {
            self.expect(line);
        }
    }

    /// The next line has to start like this; returns the whole line.
    ///
    /// # Panics
    /// When it does not.
    pub fn expect_prefix(&mut self, prefix: &str) -> String {
        match self.receive(self.timeout) {
            Received::Line(line) if line.starts_with(prefix.as_bytes()) => self.text(line),
            other => self.fail(format!("a line that starts {prefix}"), other.describe()),
        }
    }

    /// Reads up to and including the line `last`; returns what came before it.
    ///
    /// # Panics
    /// When the next line does not come in time, or the input ends.
    pub fn skip_until(&mut self, last: &str) -> Vec<String> {
        let mut before = Vec::new();
        loop {
            match self.receive(self.timeout) {
                Received::Line(line) if line == last.as_bytes() => return before,
                Received::Line(line) => before.push(self.text(line)),
                other => self.fail(format!("the line {last} some time"), other.describe()),
            }
        }
    }

    /// The server has closed, cleanly and with nothing left to read.
    ///
    /// # Panics
    /// When something else comes, a reset included.
    pub fn expect_closed(&mut self) {
        match self.receive(self.timeout) {
            Received::Closed(rest) if rest.is_empty() => {}
            other => self.fail("the end of input", other.describe()),
        }
    }

    /// The connection is over, by an end of input or a reset; what came before is returned.
    ///
    /// # Panics
    /// When it is still open after the time-out.
    pub fn expect_gone(&mut self) -> Vec<u8> {
        match self.wire.read_all(self.timeout) {
            (bytes, Err(error)) if error.kind() == io::ErrorKind::TimedOut => {
                self.fail("the end of the connection", format!("{} bytes", bytes.len()))
            }
            (bytes, _) => bytes,
        }
    }

    /// Nothing comes for this long, and the connection stays open.
    ///
    /// # Panics
    /// When something does come.
    pub fn expect_silence(&mut self, span: Duration) {
        match self.receive(span) {
            Received::Nothing => {}
            other => self.fail("silence", other.describe()),
        }
    }

    /// Every byte up to a clean end of input.
    ///
    /// # Panics
    /// When the end does not come in time, or comes as a reset.
    pub fn bytes_until_closed(&mut self) -> Vec<u8> {
        match self.wire.read_all(self.timeout) {
            (bytes, Ok(())) => bytes,
            (_, Err(error)) => self.fail("the end of input", error),
        }
    }

    fn text(&self, line: Vec<u8>) -> String {
        match String::from_utf8(line) {
            Ok(text) => text,
            Err(error) => self.fail("UTF-8", escape::show(error.as_bytes())),
        }
    }

    pub(crate) fn fail(&self, expected: impl Display, came: impl Display) -> ! {
        panic!("expected {expected}\n    came {came}\nwire:\n{}", self.log())
    }
}
