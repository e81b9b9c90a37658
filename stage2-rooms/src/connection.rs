//! A socket as lines: a buffer to read and an outbox to write.

use std::io::{self, BufRead, BufReader, Read};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use crate::error::ChatError;
use crate::outbox::Outbox;

/// The most bytes in a line, without its terminator.
pub const MAX_LINE: usize = 1024;

/// How long the server waits for a client to read the end and hang up.
const LINGER: Duration = Duration::from_secs(1);

/// A connection to one client.
pub struct Connection {
    socket: BufReader<TcpStream>,
    pub(crate) outbox: Outbox,
}

impl Connection {
    pub fn open(socket: TcpStream) -> io::Result<Self> {
        socket.set_nodelay(true)?;
        Ok(Self { socket: BufReader::new(socket), outbox: Outbox::default() })
    }

    /// Writes what waits, then reads a line. `None` means that the input has
    /// ended.
    pub fn read(&mut self) -> Result<Option<String>, ChatError> {
        self.outbox.flush(self.socket.get_ref())?;
        let mut line = Vec::new();
        // Enough for the longest line with `\r\n`; no client gets more memory.
        let longest = MAX_LINE as u64 + 2;
        if self.socket.by_ref().take(longest).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > MAX_LINE {
            return Err(ChatError::LineTooLong);
        }
        let text = str::from_utf8(line).map_err(|_| ChatError::NotUtf8)?;
        Ok(Some(text.to_owned()))
    }

    /// Writes what still waits, then closes.
    pub fn close(self) {
        let socket = self.socket.get_ref();
        if self.outbox.flush(socket).is_ok() {
            linger(socket);
        }
    }
}

/// Waits for the client to hang up, for a moment: closing with unread input
/// would throw away what is on its way to the client.
fn linger(mut socket: &TcpStream) {
    let deadline = Instant::now() + LINGER;
    let mut open = socket.shutdown(Shutdown::Write).is_ok();
    while open {
        let left = deadline.saturating_duration_since(Instant::now());
        open = !left.is_zero()
            && socket.set_read_timeout(Some(left)).is_ok()
            && socket.read(&mut [0; 1024]).is_ok_and(|count| count > 0);
    }
}
