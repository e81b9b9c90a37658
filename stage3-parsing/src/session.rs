//! What the server does with the lines of one client.

use std::borrow::Cow;
use std::cell::RefCell;
use std::mem;
use std::net::TcpStream;
use std::ops::ControlFlow::{self, Break, Continue};
use std::rc::Rc;

use crate::batch::Batch;
use crate::chat::Chat;
use crate::connection::Connection;
use crate::error::ChatError;
use crate::frame::Frame;
use crate::login::Greeting;
use crate::outbox::{Outbox, Text};
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
pub fn serve(socket: TcpStream, chat: &Rc<RefCell<Chat>>) -> Result<(), ChatError> {
    let mut connection = Connection::open(socket)?;
    let ended = converse(&mut connection, chat);
    if let Err(error) = &ended {
        reply(&connection.outbox, error.line());
    }
    connection.close();
    ended
}

fn converse(connection: &mut Connection, chat: &Rc<RefCell<Chat>>) -> Result<(), ChatError> {
    match Greeting::new().ask_name(connection, chat)? {
        Some(mut chatting) => chatting.handle_lines(connection),
        None => Ok(()),
    }
}

impl Chatting {
    /// Takes the place of a user whom the chat has let in.
    pub fn new(chat: &Rc<RefCell<Chat>>, user: UserId, name: UserName) -> Self {
        let seat = Seat { chat: Rc::clone(chat), user };
        Self { seat, name, batch: Batch::default() }
    }

    /// Handles what the client sends until it leaves.
    fn handle_lines(&mut self, connection: &mut Connection) -> Result<(), ChatError> {
        let mut open = true;
        loop {
            let Connection { buffer, outbox, .. } = connection;
            for frame in buffer.frames() {
                if self.handle(frame, outbox)?.is_break() {
                    return Ok(());
                }
            }
            self.deliver()?;
            if !open {
                return Ok(());
            }
            open = connection.read()?;
        }
    }

    /// Does what a line asks for. A mistake is answered; an error means that
    /// the connection cannot go on.
    fn handle(
        &mut self,
        line: Result<Frame<'_>, ChatError>,
        outbox: &Outbox,
    ) -> Result<ControlFlow<()>, ChatError> {
        match self.obey(line, outbox) {
            Err(error) if !error.ends_connection() => {
                self.deliver()?;
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
    ) -> Result<ControlFlow<()>, ChatError> {
        let mut text = line.and_then(Frame::text)?;
        if text.trim().is_empty() {
            return Ok(Continue(()));
        }
        if text.starts_with("//") {
            text = without_first(text);
        } else if text.starts_with('/') {
            // Others see a command in its place among the messages.
            self.deliver()?;
            return self.execute(&text, outbox);
        }
        self.batch.add(&self.name, text);
        Ok(Continue(()))
    }

    fn execute(&mut self, line: &str, outbox: &Outbox) -> Result<ControlFlow<()>, ChatError> {
        let user = self.seat.user;
        let (word, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match word {
            "/join" if argument.trim().is_empty() => Err(ChatError::Usage("/join ROOM"))?,
            "/join" => {
                let room = RoomName::try_from(argument)?;
                self.seat.chat.borrow_mut().join(user, room)?;
            }
            "/nick" | "/name" if argument.trim().is_empty() => Err(ChatError::Usage("/nick NAME"))?,
            "/nick" | "/name" => {
                let name = UserName::try_from(argument)?;
                self.seat.chat.borrow_mut().rename(user, name.clone())?;
                self.name = name;
            }
            "/quit" => {
                reply(outbox, format!("* Goodbye, {}!\n", self.name));
                return Ok(Break(()));
            }
            _ => return Err(ChatError::UnknownCommand(word.to_owned())),
        }
        Ok(Continue(()))
    }

    /// Says what the client has said since the last time.
    fn deliver(&mut self) -> Result<(), ChatError> {
        let batch = mem::take(&mut self.batch);
        if !batch.lines().is_empty() {
            self.seat.chat.borrow_mut().say(self.seat.user, batch)?;
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
