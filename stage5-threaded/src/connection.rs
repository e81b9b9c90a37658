//! A socket as lines: a buffer to read, an outbox to write, and a state.

use std::io::{self, Read};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use crate::error::ChatError;
use crate::frame::ReadBuffer;
use crate::log::log;
use crate::outbox::Outbox;
use crate::server::Shared;
use crate::writer::timed_out;

/// How long the server waits for a client to read the end and hang up.
const LINGER: Duration = Duration::from_secs(1);

/// A connection that is in the state `S`, with what belongs to that state.
/// What can be done depends on the state: see `login` and `session`.
pub struct Connection<S> {
    socket: Arc<TcpStream>,
    pub(crate) buffer: ReadBuffer,
    pub(crate) outbox: Outbox,
    writer: JoinHandle<()>,
    pub(crate) state: S,
}

impl<S> Connection<S> {
    /// Starts the writer.
    pub fn open(socket: Arc<TcpStream>, shared: &Shared, state: S) -> io::Result<Self> {
        socket.set_nodelay(true)?;
        let (outbox, writer) =
            Outbox::new(shared.config.sendq, &shared.ringer, Arc::clone(&socket));
        let writer = Builder::new().name("writer".to_owned()).spawn(|| writer.run())?;
        Ok(Self { socket, buffer: ReadBuffer::new(), outbox, writer, state })
    }

    /// Goes on in another state.
    pub fn into_state<T>(self, state: T) -> Connection<T> {
        Connection {
            socket: self.socket,
            buffer: self.buffer,
            outbox: self.outbox,
            writer: self.writer,
            state,
        }
    }

    /// Reads what has arrived, or waits until something does. False means
    /// that the input has ended.
    pub fn read(&mut self) -> Result<bool, ChatError> {
        loop {
            match (&*self.socket).read(self.buffer.space()) {
                Ok(0) => {
                    self.buffer.finish();
                    return Ok(false);
                }
                Ok(count) => {
                    self.buffer.filled(count);
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if timed_out(&error) => return Err(ChatError::LoginTimedOut),
                // Less polite than the end of input, but as common.
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Like `read`, but fails when the deadline for the login comes first.
    pub fn read_until(&mut self, deadline: Instant) -> Result<bool, ChatError> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ChatError::LoginTimedOut);
        }
        self.socket.set_read_timeout(Some(left))?;
        let more = self.read()?;
        self.socket.set_read_timeout(None)?;
        Ok(more)
    }

    /// Writes what still waits, then closes.
    pub fn close(self) {
        let Self { socket, outbox, writer, state, .. } = self;
        // The writer ends when nobody can put anything into the outbox any
        // more, neither the chat nor this connection.
        drop(state);
        drop(outbox);
        if writer.join().is_err() {
            log(format_args!("a writer panicked"));
        }
        linger(&socket);
    }
}

/// Waits for the client to hang up, for a moment: closing with unread input
/// would throw away what is on its way to the client.
fn linger(socket: &TcpStream) {
    let deadline = Instant::now() + LINGER;
    let mut open = socket.shutdown(Shutdown::Write).is_ok();
    while open {
        let left = deadline.saturating_duration_since(Instant::now());
        open = !left.is_zero()
            && socket.set_read_timeout(Some(left)).is_ok()
            && (&*socket).read(&mut [0; 1024]).is_ok_and(|count| count > 0);
    }
}
