//! What a client says: from lines to what the broker is asked for.

use std::mem;

use crate::command::{Command, HELP};
use crate::error::ChatError;
use crate::frame::{Frame, ReadBuffer};
use crate::outbox::Outbox;
use crate::types::UserName;

/// The most bytes in one message to the broker, unless one line is longer.
const MESSAGE: usize = 16 * 1024;

/// What only the broker can do.
#[derive(Debug, PartialEq, Eq)]
pub enum Ask {
    /// Tell the others these lines.
    Say(String),
    Nick(UserName),
    Who,
    Quit,
    /// The input has ended.
    Leave,
}

/// A client's side of the talk.
#[derive(Debug)]
pub struct Speech {
    /// What the client is called, as far as it has been told.
    pub name: UserName,
    /// Messages that others have not yet been told of.
    batch: String,
    /// A command that has to wait until they have.
    next: Option<Ask>,
    is_first_line: bool,
    /// The most bytes that may wait for one client.
    limit: usize,
}

impl Speech {
    pub fn new(name: UserName, limit: usize) -> Self {
        Self { name, batch: String::new(), next: None, is_first_line: true, limit }
    }

    /// What the lines in the buffer ask for next: all messages in a row as one.
    /// Mistakes, and what needs no broker, are answered here. `None` if nothing
    /// is left, or if the client has to read its answers first.
    pub fn next(
        &mut self,
        buffer: &mut ReadBuffer,
        outbox: &mut Outbox,
    ) -> Result<Option<Ask>, ChatError> {
        if let Some(ask) = self.next.take() {
            return Ok(Some(ask));
        }
        let mut frames = buffer.frames();
        while outbox.has_room() && self.batch.len() < MESSAGE.min(self.limit / 8) {
            let Some(line) = frames.next() else { break };
            match self.hear(line) {
                Ok(Some(Heard::Help)) => outbox.answer(HELP.to_owned()),
                Ok(Some(Heard::Ask(ask))) if self.batch.is_empty() => return Ok(Some(ask)),
                Ok(Some(Heard::Ask(ask))) => {
                    self.next = Some(ask);
                    break;
                }
                Ok(None) => {}
                Err(error) if error.ends_connection() => return Err(error),
                Err(error) => outbox.answer(error.line()),
            }
        }
        let lines = mem::take(&mut self.batch);
        Ok((!lines.is_empty()).then_some(Ask::Say(lines)))
    }

    /// Adds a message to the batch, or says what else the line is.
    fn hear(&mut self, line: Result<Frame<'_>, ChatError>) -> Result<Option<Heard>, ChatError> {
        let is_first = mem::replace(&mut self.is_first_line, false);
        let text = line.and_then(Frame::text)?;
        if is_first && opens_http_request(&text) {
            return Err(ChatError::NotAWebServer);
        }
        if text.trim().is_empty() {
            return Ok(None);
        }
        // Two slashes say one.
        let said = match text.strip_prefix('/') {
            Some(rest) if rest.starts_with('/') => rest,
            Some(_) => return heard(&text).map(Some),
            None => &text,
        };
        for part in ["<", self.name.as_ref(), "> ", said, "\n"] {
            self.batch.push_str(part);
        }
        Ok(None)
    }
}

fn heard(line: &str) -> Result<Heard, ChatError> {
    Ok(match Command::parse(line)? {
        Command::Help => Heard::Help,
        Command::Nick { name } => Heard::Ask(Ask::Nick(UserName::try_from(name)?)),
        Command::Who => Heard::Ask(Ask::Who),
        Command::Quit => Heard::Ask(Ask::Quit),
    })
}

/// A line that is not a message.
enum Heard {
    Help,
    Ask(Ask),
}

/// Whether a web page is trying to make its visitor's browser talk here.
fn opens_http_request(line: &str) -> bool {
    let method = line.split(' ').next().filter(|method| method.len() < line.len());
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];
    method.is_some_and(|method| methods.contains(&method))
}
