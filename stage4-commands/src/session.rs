//! What the server does with the lines of one client.

use std::borrow::Cow;
use std::cell::RefCell;
use std::mem;
use std::net::TcpStream;
use std::ops::ControlFlow::{self, Break, Continue};
use std::rc::Rc;

use crate::batch::Batch;
use crate::chat::Chat;
use crate::command::{Command, HELP};
use crate::connection::Connection;
use crate::error::ChatError;
use crate::frame::Frame;
use crate::login::Greeting;
use crate::outbox::{Outbox, Text};
use crate::server::Shared;
use crate::types::{RoomName, UserId, UserName};

/// A client that takes part in the chat.
pub struct Chatting {
    seat: Seat,
    name: UserName,
    batch: Batch,
}

/// A user's place in the chat. Dropping it is leaving, so every way out of a
/// session leaves: quitting, an error, a panic.
struct Seat {
    chat: Rc<RefCell<Chat>>,
    user: UserId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.chat.borrow_mut().leave(self.user);
    }
}

/// Serves one client from the greeting to the end of the connection.
pub fn serve(socket: TcpStream, shared: &Shared) -> Result<(), ChatError> {
    let greeting = Greeting::new();
    let connection = Connection::open(socket, greeting)?;
    let Some(mut connection) = connection.login(shared)? else { return Ok(()) };
    let ended = connection.handle_lines(shared);
    connection.close();
    ended
}

impl Connection<Chatting> {
    /// Handles what the client sends until it leaves.
    fn handle_lines(&mut self, shared: &Shared) -> Result<(), ChatError> {
        let mut open = true;
        loop {
            let Self { buffer, outbox, state, .. } = self;
            for frame in buffer.frames() {
                if state.handle(frame, outbox, shared)?.is_break() {
                    return Ok(());
                }
            }
            state.deliver(shared)?;
            if !open {
                return Ok(());
            }
            open = self.read()?;
        }
    }
}

impl Chatting {
    /// Takes the place of a user whom the chat has let in.
    pub fn new(chat: &Rc<RefCell<Chat>>, user: UserId, name: UserName) -> Self {
        let seat = Seat { chat: Rc::clone(chat), user };
        Self { seat, name, batch: Batch::default() }
    }

    /// Does what a line asks for. A mistake is answered; an error means that
    /// the connection cannot go on.
    fn handle(
        &mut self,
        line: Result<Frame<'_>, ChatError>,
        outbox: &Outbox,
        shared: &Shared,
    ) -> Result<ControlFlow<()>, ChatError> {
        match self.obey(line, outbox, shared) {
            Err(error) if !error.ends_connection() => {
                self.deliver(shared)?;
                reply(outbox, error.line());
                Ok(Continue(()))
            }
            done => done,
        }
    }

    fn obey(
        &mut self,
        line: Result<Frame<'_>, ChatError>,
        outbox: &Outbox,
        shared: &Shared,
    ) -> Result<ControlFlow<()>, ChatError> {
        let mut text = line.and_then(Frame::text)?;
        if text.trim().is_empty() {
            return Ok(Continue(()));
        }
        if text.starts_with("//") {
            text = without_first(text);
        } else if text.starts_with('/') {
            // Others see a command in its place among the messages.
            self.deliver(shared)?;
            return self.execute(Command::parse(&text)?, outbox, shared);
        }
        let text = shared.filters.borrow_mut().apply(self.name.as_ref(), text)?;
        self.batch.add(&self.name, text);
        Ok(Continue(()))
    }

    fn execute(
        &mut self,
        command: Command<'_>,
        outbox: &Outbox,
        shared: &Shared,
    ) -> Result<ControlFlow<()>, ChatError> {
        let user = self.seat.user;
        match command {
            Command::Help => reply(outbox, HELP),
            Command::Join { room } => {
                let room = RoomName::try_from(room)?;
                shared.chat.borrow_mut().join(user, room)?;
            }
            Command::Nick { name } => {
                let name = UserName::try_from(name)?;
                shared.chat.borrow_mut().rename(user, name.clone())?;
                self.name = name;
            }
            Command::Rooms => reply(outbox, shared.chat.borrow().rooms()),
            Command::Who => reply(outbox, shared.chat.borrow().who(user)?),
            Command::Msg { to, text } => {
                let text = shared.filters.borrow_mut().apply(self.name.as_ref(), text.into())?;
                shared.chat.borrow_mut().whisper(user, to, &text)?;
            }
            Command::Kick { name } => shared.chat.borrow_mut().kick(user, name)?,
            Command::Quit => {
                reply(outbox, format!("* Goodbye, {}!\n", self.name));
                return Ok(Break(()));
            }
        }
        Ok(Continue(()))
    }

    /// Says what the client has said since the last time.
    fn deliver(&mut self, shared: &Shared) -> Result<(), ChatError> {
        let batch = mem::take(&mut self.batch);
        if !batch.lines().is_empty() {
            shared.chat.borrow_mut().say(self.seat.user, batch)?;
        }
        Ok(())
    }
}

/// `//text` says `/text`.
fn without_first(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[1..]),
        Cow::Owned(text) => Cow::Owned(text[1..].to_owned()),
    }
}

/// Answers one client alone.
pub fn reply(outbox: &Outbox, lines: impl Into<Text>) {
    outbox.push(lines.into());
}
