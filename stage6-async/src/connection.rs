//! A socket as lines: a buffer to read, an outbox to write, and a state.

use std::time::{Duration, Instant};

use tokio::io::{self, AsyncReadExt};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;
use tokio::select;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::task::coop::consume_budget;
use tokio::time::timeout_at;

use crate::error::ChatError;
use crate::frame::ReadBuffer;
use crate::log::log;
use crate::outbox::Outbox;
use crate::server::Shared;

/// How long the server waits for a client to read the end and hang up.
const LINGER: Duration = Duration::from_secs(1);

/// A connection that is in the state `S`, with what belongs to that state.
/// What can be done depends on the state: see `login` and `session`.
pub struct Connection<S> {
    socket: OwnedReadHalf,
    pub(crate) buffer: ReadBuffer,
    pub(crate) outbox: Outbox,
    writer: JoinHandle<()>,
    closing: watch::Receiver<bool>,
    pub(crate) state: S,
}

impl<S> Connection<S> {
    /// Starts the writer.
    pub fn open(socket: TcpStream, shared: &Shared, state: S) -> io::Result<Self> {
        socket.set_nodelay(true)?;
        let (socket, write_half) = socket.into_split();
        let (outbox, writer) = Outbox::new(shared.config.sendq, write_half);
        let writer = tokio::spawn(writer.run());
        let closing = shared.closing.clone();
        Ok(Self { socket, buffer: ReadBuffer::new(), outbox, writer, closing, state })
    }

    /// Goes on in another state.
    pub fn into_state<T>(self, state: T) -> Connection<T> {
        Connection {
            socket: self.socket,
            buffer: self.buffer,
            outbox: self.outbox,
            writer: self.writer,
            closing: self.closing,
            state,
        }
    }

    /// Reads what has arrived, or waits until something does. False means
    /// that the input has ended.
    pub async fn read(&mut self) -> Result<bool, ChatError> {
        loop {
            // Input that is always there would never let another task run.
            consume_budget().await;
            select! {
                ready = self.socket.readable() => ready?,
                _ = &mut self.writer => return Err(ChatError::Gone),
                _ = self.closing.changed() => return Err(ChatError::ShuttingDown),
            }
            match self.socket.try_read(self.buffer.space()) {
                Ok(0) => {
                    self.buffer.finish();
                    return Ok(false);
                }
                Ok(count) => {
                    self.buffer.filled(count);
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                // Less polite than the end of input, but as common.
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Like `read`, but fails when the deadline for the login comes first.
    pub async fn read_until(&mut self, deadline: Instant) -> Result<bool, ChatError> {
        timeout_at(deadline.into(), self.read()).await.unwrap_or(Err(ChatError::LoginTimedOut))
    }

    /// Writes what still waits, then closes.
    pub async fn close(self) {
        let Self { socket, outbox, writer, state, .. } = self;
        // The writer ends when nobody can put anything into the outbox any
        // more, neither the chat nor this connection.
        drop(state);
        drop(outbox);
        if !writer.is_finished() && writer.await.is_err() {
            log(format_args!("a writer panicked"));
        }
        Box::pin(linger(socket)).await;
    }
}

/// Waits for the client to hang up, for a moment: closing with unread input
/// would throw away what is on its way to the client.
async fn linger(mut socket: OwnedReadHalf) {
    let deadline = Instant::now() + LINGER;
    let mut open = true;
    while open {
        // A time-out does not look at its clock while there is always more to read.
        let read = timeout_at(deadline.into(), socket.read(&mut [0; 1024])).await;
        open = Instant::now() < deadline && matches!(read, Ok(Ok(1..)));
    }
}
