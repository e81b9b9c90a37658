//! One connection below the assertions: its own read buffer, and a log of both directions.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Read};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::escape;

/// What came from the server within the time given.
#[derive(Debug)]
pub enum Received {
    /// A whole line, without its `\n`.
    Line(Vec<u8>),
    /// The end of input, behind what came after the last `\n`.
    Closed(Vec<u8>),
    /// The connection broke, for instance by a reset.
    Broken(io::Error),
    /// Nothing, or only the beginning of a line, which is kept for the next call.
    Nothing,
}

impl Received {
    /// In words, for a failure message.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Line(line) => format!("the line {}", escape::show(line)),
            Self::Closed(rest) if rest.is_empty() => "the end of input".to_owned(),
            Self::Closed(rest) => format!("the end of input inside {}", escape::show(rest)),
            Self::Broken(error) => format!("a broken connection ({error})"),
            Self::Nothing => "nothing".to_owned(),
        }
    }
}

/// The reading half. Bytes that were read stay in `buffer` until a whole line is there, so a
/// time-out in the middle of a line loses nothing.
pub(crate) struct Wire {
    stream: Arc<TcpStream>,
    buffer: Vec<u8>,
    /// Where in `buffer` the next line starts.
    start: usize,
    /// Up to where `buffer` is known to hold no `\n`.
    searched: usize,
    log: Arc<Log>,
}

/// What one read brought.
enum Filled {
    Data,
    End,
    Broken(io::Error),
    TimedOut,
}

impl Wire {
    pub(crate) fn new(stream: Arc<TcpStream>, log: Arc<Log>) -> Self {
        Self { stream, buffer: Vec::new(), start: 0, searched: 0, log }
    }

    /// The next line or what came in its place, waiting at most `limit`.
    pub(crate) fn receive(&mut self, limit: Duration) -> Received {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(line) = self.buffered_line() {
                self.log.add(Direction::Received, &line);
                return Received::Line(line);
            }
            match self.fill(deadline) {
                Filled::Data => {}
                Filled::TimedOut => return Received::Nothing,
                Filled::End => {
                    let rest = self.take_rest();
                    self.log.add(Direction::Closed, &rest);
                    return Received::Closed(rest);
                }
                Filled::Broken(error) => {
                    self.log.add(Direction::Closed, error.to_string().as_bytes());
                    return Received::Broken(error);
                }
            }
        }
    }

    /// Every byte up to the end of input, and how it ended: `Ok` for a clean end.
    pub(crate) fn read_all(&mut self, limit: Duration) -> (Vec<u8>, io::Result<()>) {
        let deadline = Instant::now() + limit;
        let end = loop {
            match self.fill(deadline) {
                Filled::Data => {}
                Filled::TimedOut => break Err(ErrorKind::TimedOut.into()),
                Filled::Broken(error) => break Err(error),
                Filled::End => break Ok(()),
            }
        };
        let rest = self.take_rest();
        self.log.add(Direction::Received, &rest);
        (rest, end)
    }

    fn buffered_line(&mut self) -> Option<Vec<u8>> {
        let Some(length) = self.buffer[self.searched..].iter().position(|&b| b == b'\n') else {
            self.searched = self.buffer.len();
            return None;
        };
        let end = self.searched + length;
        let line = self.buffer[self.start..end].to_vec();
        self.start = end + 1;
        self.searched = self.start;
        Some(line)
    }

    fn take_rest(&mut self) -> Vec<u8> {
        let rest = self.buffer.split_off(self.start);
        self.buffer.clear();
        self.start = 0;
        self.searched = 0;
        rest
    }

    fn fill(&mut self, deadline: Instant) -> Filled {
        self.buffer.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        let mut chunk = [0; 16 * 1024];
        loop {
            // Zero would mean "for ever" to the socket, so a deadline in the past still looks
            // once at what has already arrived.
            let left = deadline.saturating_duration_since(Instant::now());
            let left = left.max(Duration::from_millis(1));
            if let Err(error) = self.stream.set_read_timeout(Some(left)) {
                return Filled::Broken(error);
            }
            match (&*self.stream).read(&mut chunk) {
                Ok(0) => return Filled::End,
                Ok(length) => {
                    self.buffer.extend_from_slice(&chunk[..length]);
                    return Filled::Data;
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => return Filled::TimedOut,
                    _ => return Filled::Broken(error),
                },
            }
        }
    }
}

/// Which way an entry of the log went.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Direction {
    Sent,
    Received,
    Closed,
}

/// What went over one connection, shared by its reading and writing halves. Only the end of a
/// long conversation is kept: a failure is explained by what happened just before it.
pub(crate) struct Log {
    opened: Instant,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    kept: VecDeque<String>,
    forgotten: usize,
}

impl Log {
    const KEPT: usize = 200;
    const SHOWN_BYTES: usize = 160;

    pub(crate) fn new() -> Self {
        Self { opened: Instant::now(), entries: Mutex::default() }
    }

    pub(crate) fn add(&self, direction: Direction, bytes: &[u8]) {
        let mark = match direction {
            Direction::Sent => '>',
            Direction::Received => '<',
            Direction::Closed => '#',
        };
        let shown = escape::show(&bytes[..bytes.len().min(Self::SHOWN_BYTES)]);
        let mut entry = format!("{:>6} ms {mark} {shown}", self.opened.elapsed().as_millis());
        if bytes.len() > Self::SHOWN_BYTES {
            // Writing to a String cannot fail.
            let _ = write!(entry, "… ({} bytes)", bytes.len());
        }
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.kept.len() == Self::KEPT {
            entries.kept.pop_front();
            entries.forgotten += 1;
        }
        entries.kept.push_back(entry);
    }

    /// The entries, one a line; `>` was sent, `<` received, `#` ended the connection.
    pub(crate) fn text(&self) -> String {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        if entries.forgotten > 0 {
            text = format!("  … {} earlier entries\n", entries.forgotten);
        }
        for entry in &entries.kept {
            text.push_str("  ");
            text.push_str(entry);
            text.push('\n');
        }
        text
    }
}
