//! Asking for a name.

use std::cell::RefCell;
use std::rc::Rc;

use crate::chat::Chat;
use crate::connection::Connection;
use crate::error::ChatError;
use crate::frame::Frame;
use crate::outbox::Outbox;
use crate::session::{Chatting, reply};
use crate::types::UserName;

const PROMPT: &str = "* Enter your username:\n";

/// How many names may be refused before the connection is closed.
const ATTEMPTS: u32 = 3;

/// A client that has not logged in yet.
pub struct Greeting {
    refusals_left: u32,
}

impl Greeting {
    pub fn new() -> Self {
        Self { refusals_left: ATTEMPTS }
    }

    /// Asks for a name until there is a good one. `None` if the client went
    /// away instead.
    pub fn ask_name(
        &mut self,
        connection: &mut Connection,
        chat: &Rc<RefCell<Chat>>,
    ) -> Result<Option<Chatting>, ChatError> {
        reply(&connection.outbox, PROMPT);
        let mut open = true;
        loop {
            for frame in connection.buffer.frames() {
                let error = match self.enter(frame, &connection.outbox, chat) {
                    Ok(chatting) => return Ok(Some(chatting)),
                    Err(error) => error,
                };
                self.refusals_left -= 1;
                if error.ends_connection() {
                    return Err(error);
                }
                reply(&connection.outbox, error.line());
                if self.refusals_left == 0 {
                    return Err(ChatError::TooManyAttempts);
                }
                reply(&connection.outbox, PROMPT);
            }
            if !open {
                return Ok(None);
            }
            open = connection.read()?;
        }
    }

    /// Enters the chat under the name that the line holds.
    fn enter(
        &self,
        line: Result<Frame<'_>, ChatError>,
        outbox: &Outbox,
        chat: &Rc<RefCell<Chat>>,
    ) -> Result<Chatting, ChatError> {
        let text = line.and_then(Frame::text)?;
        if self.refusals_left == ATTEMPTS && opens_http_request(&text) {
            return Err(ChatError::NotAWebServer);
        }
        let name = UserName::try_from(text.as_ref())?;
        let user = chat.borrow_mut().login(name.clone(), outbox.clone())?;
        Ok(Chatting::new(chat, user, name))
    }
}

/// Whether a web page is trying to make its visitor's browser talk here.
fn opens_http_request(line: &str) -> bool {
    let method = line.split(' ').next().filter(|method| method.len() < line.len());
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];
    method.is_some_and(|method| methods.contains(&method))
}
