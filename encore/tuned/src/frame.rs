//! The read buffer, and the lines in it.
//!
//! Bytes arrive at the end of the buffer, lines leave at its start. A line is
//! a borrowed piece of the buffer: nothing is copied until somebody wants to
//! keep it. What follows the last complete line stays for the next read.

use std::borrow::Cow;

use memchr::memchr;

use crate::error::ChatError;
use crate::text;

/// The most bytes in a line, without its terminator.
pub const MAX_LINE: usize = 1024;

/// The most bytes that wait to be handled. So much is read at once from a client that says much.
const MOST: usize = 16 * (MAX_LINE + 2);

/// A buffer that is not larger is kept by a client that says nothing.
const SMALL: usize = 128;

/// A line as it was sent, without its terminator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame<'a> {
    /// It is known to be safe to show.
    Plain(&'a str),
    Raw(&'a [u8]),
}

impl<'a> Frame<'a> {
    /// The line as text that is safe to show; a copy only if something had to
    /// be taken out.
    pub fn text(self) -> Result<Cow<'a, str>, ChatError> {
        match self {
            Self::Plain(text) => Ok(Cow::Borrowed(text)),
            Self::Raw(line) => text::clean(line),
        }
    }
}

/// A rolling buffer between the socket and the lines. It holds what has arrived and no free
/// space: most clients are silent most of the time.
#[derive(Debug, Default)]
pub struct ReadBuffer {
    bytes: Vec<u8>,
    /// Bytes before this have been handed out as lines.
    start: usize,
    /// The rest of a line that was too long is being thrown away.
    skipping: bool,
}

impl ReadBuffer {
    /// How many bytes may be added; never none once the frames have been taken.
    pub fn room(&mut self) -> usize {
        if self.start == self.bytes.len() && self.bytes.capacity() > SMALL {
            self.bytes = Vec::new();
        } else {
            self.bytes.drain(..self.start);
        }
        self.start = 0;
        MOST - self.bytes.len()
    }

    /// Adds what a read has brought.
    pub fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Ends an unfinished last line: no more input will.
    pub fn finish(&mut self) {
        if self.start < self.bytes.len() {
            self.bytes.push(b'\n');
        }
    }

    /// The complete lines that have arrived and were not handed out yet.
    pub fn frames(&mut self) -> Frames<'_> {
        let Self { bytes, start, skipping } = self;
        let plain = text::plain(&bytes[*start..]);
        Frames { bytes, plain, start, skipping }
    }
}

/// Iterator over the complete lines of a read buffer. A line that is longer
/// than allowed is one error, however much of it follows.
#[derive(Debug)]
pub struct Frames<'a> {
    bytes: &'a [u8],
    /// What is left of them, if all of it is plain: one look at many lines costs little more
    /// than a look at one.
    plain: Option<&'a str>,
    start: &'a mut usize,
    skipping: &'a mut bool,
}

impl<'a> Iterator for Frames<'a> {
    type Item = Result<Frame<'a>, ChatError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let unread = &self.bytes[*self.start..];
            let Some(length) = memchr(b'\n', unread) else {
                return self.overflow(unread.len());
            };
            *self.start += length + 1;
            let plain = self.plain.and_then(|text| text.split_at_checked(length));
            self.plain = plain.map(|(_, rest)| &rest[1..]);
            if std::mem::take(self.skipping) {
                continue;
            }
            let line = &unread[..length];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            return Some(match plain {
                _ if line.len() > MAX_LINE => Err(ChatError::LineTooLong),
                Some((text, _)) => Ok(Frame::Plain(text)),
                None => Ok(Frame::Raw(line)),
            });
        }
    }
}

impl<'a> Frames<'a> {
    /// Throws an unfinished line away that is too long already, so that the
    /// buffer always has room for the longest legal line.
    fn overflow(&mut self, unfinished: usize) -> Option<Result<Frame<'a>, ChatError>> {
        let too_long = unfinished > MAX_LINE + 1;
        if !too_long && !*self.skipping {
            return None;
        }
        *self.start = self.bytes.len();
        let reported = std::mem::replace(self.skipping, true);
        (!reported).then_some(Err(ChatError::LineTooLong))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the server makes of `input` when it arrives in the given pieces.
    fn lines<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
        let mut buffer = ReadBuffer::default();
        let mut lines = Vec::new();
        let mut take = |buffer: &mut ReadBuffer| {
            for frame in buffer.frames() {
                lines.push(match frame.and_then(Frame::text) {
                    Ok(text) => text.into_owned(),
                    Err(error) => format!("! {error}"),
                });
            }
        };
        for mut piece in pieces {
            while !piece.is_empty() {
                let count = piece.len().min(buffer.room());
                assert!(count > 0, "the buffer has no room left");
                buffer.add(&piece[..count]);
                piece = &piece[count..];
                take(&mut buffer);
            }
        }
        buffer.finish();
        take(&mut buffer);
        lines
    }

    #[test]
    fn any_split_of_the_bytes_gives_the_same_lines() {
        let long = "x".repeat(5000);
        let legal = "y".repeat(MAX_LINE);
        let input = format!("a\r\n\nb\n{legal}\n{legal}\r\n{long}\nc {long}\r\n\u{1f980}\nlast");
        let whole = lines([input.as_bytes()]);
        let too_long = "! line too long: at most 1024 bytes";
        assert_eq!(whole, ["a", "", "b", &legal, &legal, too_long, too_long, "\u{1f980}", "last"]);
        for size in (1..40).chain([1023, 1024, 1025, 1026, 1027, 2051, 2052, 2053]) {
            assert_eq!(lines(input.as_bytes().chunks(size)), whole, "pieces of {size}");
        }
    }

    #[test]
    fn the_limit_may_fall_inside_a_character() {
        let input = format!("{}\u{1f980}\nnext\n", "x".repeat(MAX_LINE - 2));
        let too_long = "! line too long: at most 1024 bytes";
        assert_eq!(lines([input.as_bytes()]), [too_long, "next"]);
    }

    #[test]
    fn a_line_without_an_end_needs_no_more_memory() {
        let mut buffer = ReadBuffer::default();
        for _ in 0..10_000 {
            let space = buffer.room();
            buffer.add(&vec![b'x'; space]);
            assert!(buffer.frames().count() <= 1);
            assert!(buffer.bytes.len() <= MOST);
        }
    }

    #[test]
    fn a_client_that_says_nothing_keeps_nothing() {
        let mut buffer = ReadBuffer::default();
        buffer.add("words\n".repeat(1000).as_bytes());
        assert_eq!(buffer.frames().count(), 1000);
        assert_eq!(buffer.room(), MOST);
        assert_eq!(buffer.bytes.capacity(), 0);
    }
}
