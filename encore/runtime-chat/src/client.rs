//! A task for each client: one `select!` over its socket and its inbox.
//!
//! # Cancel safety
//!
//! When one branch of a `select!` is done, the others are dropped where they
//! are, and made anew the next time. So each of them has to be one that loses
//! nothing when it is dropped:
//!
//! - `Socket::readable` and `Socket::writable` only wait. What they wait for is
//!   still there afterwards, and reading and writing are done outside of the
//!   `select!`, at once and completely.
//! - `Receiver::recv` either has taken a turn and is done, or has not
//!   touched the queue.
//! - `sleep` starts again, so its end is computed from an instant that is kept.
//!
//! Not safe would be `write_all`: dropped half-way, it does not say how much it
//! has written. `Sender::send` into the mailbox would lose its place in the
//! queue of those who wait, and the request with it. So the task sends between
//! two `select!`s. It serves nobody else meanwhile, and the broker, which never
//! waits for a client, is sure to get there.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use runtime::select;
use runtime::sync::mpsc;
use runtime::time::{sleep, timeout};
use runtime::yield_now;

use crate::errand::Pending;
use crate::error::ChatError;
use crate::frame::ReadBuffer;
use crate::outbox::Outbox;
use crate::request::{Exit, Mailbox, Request, Turn};
use crate::seat::Seat;
use crate::socket::Socket;
use crate::speech::Speech;
use crate::types::{UserId, UserName};

/// How long writing may make no progress.
const STUCK: Duration = Duration::from_secs(10);

/// How long a client may take to read the rest when the broker has let go of
/// it, or when it is turned away.
pub(crate) const LAST_WORDS: Duration = Duration::from_secs(4);

/// Rounds after which a task gives way to others, however much there is to do.
const ROUNDS: u32 = 16;

/// What the task of a client owns.
pub struct Client {
    socket: Socket,
    pub(crate) buffer: ReadBuffer,
    pub(crate) speech: Speech,
    /// All input has been read.
    pub(crate) is_deaf: bool,
    /// The buffer may hold lines that nobody has looked at.
    pub(crate) has_lines: bool,
    pub(crate) seat: Seat,
    pub(crate) pending: Option<Pending>,
    inbox: mpsc::Receiver<Arc<Turn>>,
    pub(crate) outbox: Outbox,
    /// When a byte was written last, or when the first began to wait.
    moved: Instant,
    /// The broker has let go of the client; what is in the outbox is the last.
    pub(crate) is_over: bool,
    /// When the client has to have read that, if it did not leave by itself.
    pub(crate) deadline: Option<Instant>,
}

/// Serves one client from its welcome to the end of its connection.
pub async fn serve(
    socket: Socket,
    id: UserId,
    mailbox: Mailbox,
    limit: usize,
) -> Result<(), ChatError> {
    let (turns, inbox) = mpsc::channel(Turn::most(limit));
    let name = UserName::of(id);
    let mut client = Client {
        socket,
        buffer: ReadBuffer::new(),
        speech: Speech::new(name.clone(), limit),
        is_deaf: false,
        has_lines: false,
        seat: Seat::new(id, mailbox),
        pending: Some(Pending::Join),
        inbox,
        outbox: Outbox::new(limit),
        moved: Instant::now(),
        is_over: false,
        deadline: None,
    };
    client.seat.send(Request::Join { id, name, inbox: turns }).await;
    let ended = client.run().await;
    let exit = if matches!(ended, Err(ChatError::Stuck)) { Exit::TooSlow } else { Exit::Left };
    client.seat.leave(exit).await;
    client.close(&ended).await;
    // The broker has said so already, with the client's name.
    if matches!(ended, Err(ChatError::Stuck)) { Ok(()) } else { ended }
}

impl Client {
    async fn run(&mut self) -> Result<(), ChatError> {
        let mut rounds = 0;
        loop {
            self.handle_lines().await?;
            self.write()?;
            if self.is_over && self.outbox.is_empty() {
                return Ok(());
            }
            if let Some(bytes) = self.outbox.take_written() {
                self.seat.send(Request::Written { id: self.seat.id, bytes }).await;
            }
            rounds += 1;
            if rounds % ROUNDS == 0 {
                yield_now().await;
            }
            if !(self.has_lines && self.may_ask()) {
                self.wait().await?;
            }
        }
    }

    /// Waits until something can be done, and does it. See the module's
    /// documentation for what is dropped here.
    async fn wait(&mut self) -> Result<(), ChatError> {
        let is_blocked = !self.outbox.is_empty();
        let may_read = self.may_ask() && !self.has_lines && !self.is_deaf;
        let left = self.time_left();
        select! {
            ready = self.socket.readable(), if may_read => {
                ready?;
                self.read()
            }
            ready = self.socket.writable(), if is_blocked => Ok(ready?),
            () = async { sleep(left).await }, if is_blocked => Err(ChatError::Stuck),
            turn = self.inbox.recv(), if !self.is_over => {
                self.take(turn);
                // What else waits is written by the same call.
                while let Ok(more) = self.inbox.try_recv() {
                    self.take(Some(more));
                }
                Ok(())
            }
        }
    }

    /// How long the socket may still not be writable.
    fn time_left(&self) -> Duration {
        let until_stuck = STUCK.saturating_sub(self.moved.elapsed());
        let until_over = self.deadline.map(|at| at.saturating_duration_since(Instant::now()));
        until_over.map_or(until_stuck, |left| left.min(until_stuck))
    }

    /// Whether the client's lines may be looked at. One that waits for the
    /// broker, or has much to read first, has to wait with its next request.
    pub(crate) fn may_ask(&self) -> bool {
        self.pending.is_none() && !self.is_over && self.outbox.has_room()
    }

    fn read(&mut self) -> Result<(), ChatError> {
        match self.socket.try_read(self.buffer.space()) {
            Ok(0) => {
                self.buffer.finish();
                self.is_deaf = true;
            }
            Ok(count) => self.buffer.filled(count),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            // Less polite than the end of input, but as common.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => self.is_deaf = true,
            Err(error) => return Err(error.into()),
        }
        self.has_lines = true;
        Ok(())
    }

    fn write(&mut self) -> Result<(), ChatError> {
        if self.outbox.write_to(&self.socket)? || self.outbox.is_empty() {
            self.moved = Instant::now();
        }
        Ok(())
    }

    /// Says why, if that is for the client to know, writes the rest and closes.
    async fn close(mut self, ended: &Result<(), ChatError>) {
        match ended {
            Ok(()) if self.outbox.is_empty() => {}
            Err(error @ ChatError::NotAWebServer) => self.outbox.answer(error.line()),
            _ => return,
        }
        let Self { socket, mut outbox, .. } = self;
        let write_rest = async {
            while outbox.write_to(&socket).is_ok() && !outbox.is_empty() {
                if socket.writable().await.is_err() {
                    break;
                }
            }
        };
        // One that does not read its last words does without.
        let _ = timeout(LAST_WORDS, write_rest).await;
        socket.close().await;
    }
}
