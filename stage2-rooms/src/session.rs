//! What the server does with the lines of one client.

use std::cell::RefCell;
use std::net::TcpStream;
use std::rc::Rc;

use crate::chat::Chat;
use crate::connection::Connection;
use crate::error::ChatError;
use crate::login::Greeting;
use crate::outbox::{Outbox, Text};
use crate::types::UserId;

/// A client that takes part in the chat.
pub struct Chatting {
    seat: Seat,
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
    pub fn new(chat: &Rc<RefCell<Chat>>, user: UserId) -> Self {
        let seat = Seat { chat: Rc::clone(chat), user };
        Self { seat }
    }

    /// Handles what the client sends until it leaves.
    fn handle_lines(&mut self, connection: &mut Connection) -> Result<(), ChatError> {
        while let Some(line) = connection.read()? {
            if !line.trim().is_empty() {
                self.seat.chat.borrow_mut().say(self.seat.user, line)?;
            }
        }
        Ok(())
    }
}

/// Answers one client alone.
pub fn reply(outbox: &Outbox, lines: impl Into<Text>) {
    outbox.push(lines.into());
}
