//! A socket as lines: a buffer to read, an outbox to write, and a state.

use std::io::{self, Read};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use crate::error::ChatError;
use crate::frame::ReadBuffer;
use crate::outbox::Outbox;

/// How long the server waits for a client to read the end and hang up.
const LINGER: Duration = Duration::from_secs(1);

/// A connection that is in the state `S`, with what belongs to that state.
/// What can be done depends on the state: see `login` and `session`.
pub struct Connection<S> {
    socket: TcpStream,
    pub(crate) buffer: ReadBuffer,
    pub(crate) outbox: Outbox,
    pub(crate) state: S,
}

impl<S> Connection<S> {
    pub fn open(socket: TcpStream, state: S) -> io::Result<Self> {
        socket.set_nodelay(true)?;
        Ok(Self { socket, buffer: ReadBuffer::new(), outbox: Outbox::default(), state })
    }

    /// Goes on in another state.
    pub fn into_state<T>(self, state: T) -> Connection<T> {
        Connection { socket: self.socket, buffer: self.buffer, outbox: self.outbox, state }
    }

    /// Writes what waits, then reads what has arrived, or waits until
    /// something does. False means that the input has ended.
    pub fn read(&mut self) -> Result<bool, ChatError> {
        self.outbox.flush(&self.socket)?;
        loop {
            match self.socket.read(self.buffer.space()) {
                Ok(0) => {
                    self.buffer.finish();
                    return Ok(false);
                }
                Ok(count) => {
                    self.buffer.filled(count);
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Less polite than the end of input, but as common.
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Writes what still waits, then closes.
    pub fn close(self) {
        let Self { socket, outbox, state, .. } = self;
        drop(state);
        if outbox.flush(&socket).is_ok() {
            linger(&socket);
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
