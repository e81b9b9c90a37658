//! Asking for a name.

use crate::connection::Connection;
use crate::error::ChatError;
use crate::session::Chatting;
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
    pub fn ask_name(&mut self, connection: &mut Connection) -> Result<Option<Chatting>, ChatError> {
        connection.write(PROMPT)?;
        while let Some(line) = connection.read()? {
            let error = match self.enter(&line) {
                Ok(chatting) => return Ok(Some(chatting)),
                Err(error) => error,
            };
            self.refusals_left -= 1;
            if error.ends_connection() {
                return Err(error);
            }
            connection.write(&error.line())?;
            if self.refusals_left == 0 {
                return Err(ChatError::TooManyAttempts);
            }
            connection.write(PROMPT)?;
        }
        Ok(None)
    }

    /// Enters the chat under the name that the line holds.
    fn enter(&self, line: &str) -> Result<Chatting, ChatError> {
        if self.refusals_left == ATTEMPTS && opens_http_request(line) {
            return Err(ChatError::NotAWebServer);
        }
        let name = UserName::try_from(line)?;
        Ok(Chatting::new(name))
    }
}

/// Whether a web page is trying to make its visitor's browser talk here.
fn opens_http_request(line: &str) -> bool {
    let method = line.split(' ').next().filter(|method| method.len() < line.len());
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];
    method.is_some_and(|method| methods.contains(&method))
}
