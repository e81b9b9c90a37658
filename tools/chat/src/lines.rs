//! Lines of a connection, as they arrive.

use std::io::{self, BufRead, BufReader, Read};
use std::net::TcpStream;

use crate::text;

/// More than any server of the course sends in a line. A longer one comes in pieces, so that a
/// server that never ends its line does not fill the memory.
const MOST: u64 = 64 * 1024;

/// The reading half of a connection.
#[derive(Debug)]
pub struct Lines<R = TcpStream> {
    reader: BufReader<R>,
    bytes: Vec<u8>,
}

impl<R: Read> Lines<R> {
    pub fn new(reader: R) -> Self {
        Self { reader: BufReader::new(reader), bytes: Vec::new() }
    }

    /// The next line, safe to show; `None` at the end.
    pub fn next_line(&mut self) -> io::Result<Option<String>> {
        self.bytes.clear();
        self.reader.by_ref().take(MOST).read_until(b'\n', &mut self.bytes)?;
        Ok((!self.bytes.is_empty()).then(|| text::line(&self.bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_line_ends() {
        let mut lines = Lines::new(&b"one\r\n\ntwo"[..]);
        let all = std::iter::from_fn(|| lines.next_line().unwrap());
        assert_eq!(all.collect::<Vec<_>>(), ["one", "", "two"]);
    }

    #[test]
    fn an_endless_line_comes_in_pieces() {
        let mut lines = Lines::new(io::repeat(b'x'));
        for _ in 0..3 {
            assert_eq!(lines.next_line().unwrap().unwrap().len(), 64 * 1024);
        }
    }
}
