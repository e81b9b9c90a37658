//! What the server does with the lines of one client.

use std::mem;
use std::ops::ControlFlow::{self, Break, Continue};
use std::pin::Pin;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::net::TcpStream;
use tracing::field::display;
use tracing::{Span, debug};

use crate::batch::Batch;
use crate::chat::Chat;
use crate::command::{Command, HELP};
use crate::connection::Connection;
use crate::error::ChatError;
use crate::line::{self, Line};
use crate::login::Greeting;
use crate::outbox::Outbox;
use crate::pace::{Pace, STRIDE};
use crate::pen::Text;
use crate::server::Shared;
use crate::tls;
use crate::types::{RoomName, UserId, UserName};

/// A client that takes part in the chat.
pub struct Chatting {
    seat: Seat,
    name: UserName,
    batch: Batch,
    pace: Pace,
    /// The outbox holds answers that may not have been written yet.
    has_answers: bool,
}

/// A user's place in the chat. Dropping it is leaving, so every way out of a
/// session leaves: quitting, an error, a panic.
struct Seat {
    chat: Arc<Mutex<Chat>>,
    user: UserId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.chat.lock().leave(self.user);
    }
}

/// Serves one client from the greeting to the end of the connection.
pub async fn serve(entering: Entering, shared: &Shared) -> Result<(), ChatError> {
    // What is rare is boxed, here and below: a task is as large as the largest of what it may
    // wait for, and nearly all of them only ever wait for input.
    let Some(mut connection) = entering.await? else { return Ok(()) };
    let mut ended = connection.handle_lines(shared).await;
    if connection.outbox.is_too_slow() {
        ended = Err(ChatError::TooSlow(connection.state.name.clone()));
    }
    if matches!(ended, Err(ChatError::ShuttingDown)) {
        shared.chat.lock().close();
        ended = Ok(());
    }
    Box::pin(connection.close()).await;
    ended
}

/// From the handshake to the end of the login.
pub fn enter(socket: TcpStream, shared: Arc<Shared>) -> Entering {
    Box::pin(async move {
        let greeting = Greeting::new(shared.config.login_timeout);
        let wire = tls::open(socket, &shared, greeting.deadline()).await?;
        Connection::open(wire, &shared, greeting)?.login(&shared).await
    })
}

/// A client on its way in.
pub type Entering =
    Pin<Box<dyn Future<Output = Result<Option<Connection<Chatting>>, ChatError>> + Send>>;

impl Connection<Chatting> {
    /// Handles what the client sends until it leaves.
    async fn handle_lines(&mut self, shared: &Shared) -> Result<(), ChatError> {
        let mut open = true;
        loop {
            let Self { buffer, outbox, state, .. } = self;
            for frame in buffer.frames() {
                let Chatting { name, batch, .. } = state;
                let line = frame.and_then(|frame| line::take(frame, name, &shared.filters, batch));
                if matches!(line, Ok(Line::Nothing)) && !state.is_full(shared) {
                    continue;
                }
                if Box::pin(state.handle(line, outbox, shared)).await?.is_break() {
                    return Ok(());
                }
            }
            state.deliver(shared).await?;
            state.write_answers(outbox);
            if !open {
                return Ok(());
            }
            open = self.read().await?;
        }
    }
}

impl Chatting {
    /// Takes the place of a user whom the chat has let in.
    pub fn new(chat: &Arc<Mutex<Chat>>, user: UserId, name: UserName) -> Self {
        let seat = Seat { chat: Arc::clone(chat), user };
        Self { seat, name, batch: Batch::default(), pace: Pace::default(), has_answers: false }
    }

    /// Whether it is time to deliver.
    fn is_full(&self, shared: &Shared) -> bool {
        self.batch.lines().len() >= STRIDE.min(shared.config.sendq / 8)
    }

    /// Does what a line asks for. A mistake is answered; an error means that
    /// the connection cannot go on.
    async fn handle(
        &mut self,
        line: Result<Line<'_, '_>, ChatError>,
        outbox: &Arc<Outbox>,
        shared: &Shared,
    ) -> Result<ControlFlow<()>, ChatError> {
        match self.obey(line, outbox, shared).await {
            Err(error) if !error.ends_connection() => {
                self.deliver(shared).await?;
                outbox.catch_up().await;
                self.reply(outbox, error.line());
                Ok(Continue(()))
            }
            done => done,
        }
    }

    async fn obey(
        &mut self,
        line: Result<Line<'_, '_>, ChatError>,
        outbox: &Arc<Outbox>,
        shared: &Shared,
    ) -> Result<ControlFlow<()>, ChatError> {
        match line? {
            // What comes now may have to wait, and the answers need not.
            Line::Nothing => self.write_answers(outbox),
            Line::Command(text) => {
                // Others see a command in its place among the messages.
                self.deliver(shared).await?;
                outbox.catch_up().await;
                return Box::pin(self.execute(Command::parse(&text)?, outbox, shared)).await;
            }
            Line::Waits(filtered) => {
                self.write_answers(outbox);
                let text = filtered.finish(self.name.as_ref()).await?;
                self.batch.add(&self.name, &text);
            }
        }
        if self.is_full(shared) {
            self.deliver(shared).await?;
        }
        Ok(Continue(()))
    }

    async fn execute(
        &mut self,
        command: Command<'_>,
        outbox: &Arc<Outbox>,
        shared: &Shared,
    ) -> Result<ControlFlow<()>, ChatError> {
        let user = self.seat.user;
        match command {
            Command::Help => self.reply(outbox, HELP),
            Command::Join { room } => {
                let room = RoomName::try_from(room)?;
                self.pace.turn(0, user, None, &shared.chat).await.join(user, room)?;
            }
            Command::Nick { name } => self.rename(UserName::try_from(name)?, shared).await?,
            Command::Rooms => self.reply(outbox, shared.chat.lock().rooms()),
            Command::Who => self.reply(outbox, shared.chat.lock().who(user)?),
            Command::Msg { to, text } => {
                let text = shared.filters.apply(self.name.as_ref(), text.into()).await?;
                let hearer = shared.chat.lock().find(to);
                let chat = self.pace.turn(text.len(), user, hearer, &shared.chat).await;
                let hearer = chat.whisper(user, to, &text)?;
                drop(chat);
                hearer.write();
                self.has_answers = true;
            }
            Command::Kick { name } => {
                self.pace.turn(0, user, None, &shared.chat).await.kick(user, name)?;
            }
            Command::Quit => {
                self.reply(outbox, format!("* Goodbye, {}!\n", self.name));
                return Ok(Break(()));
            }
        }
        Ok(Continue(()))
    }

    async fn rename(&mut self, name: UserName, shared: &Shared) -> Result<(), ChatError> {
        let user = self.seat.user;
        self.pace.turn(0, user, None, &shared.chat).await.rename(user, name.clone())?;
        debug!("{} is now {name}", self.name);
        Span::current().record("user", display(&name));
        self.name = name;
        Ok(())
    }

    /// Answers this client alone.
    fn reply(&mut self, outbox: &Outbox, lines: impl Into<Text>) {
        outbox.answer(lines);
        self.has_answers = true;
    }

    /// Writes what has been answered, unless that has been done already.
    fn write_answers(&mut self, outbox: &Arc<Outbox>) {
        if mem::take(&mut self.has_answers) {
            outbox.write();
        }
    }

    /// Says what the client has said since the last time.
    async fn deliver(&mut self, shared: &Shared) -> Result<(), ChatError> {
        let bytes = self.batch.lines().len();
        if bytes > 0 {
            let user = self.seat.user;
            self.pace.turn(bytes, user, None, &shared.chat).await.say(user, &self.batch)?;
            self.batch.clear();
        }
        Ok(())
    }
}
