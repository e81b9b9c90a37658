//! Asking for a name.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::field::display;
use tracing::{Span, debug};

use crate::connection::Connection;
use crate::error::ChatError;
use crate::frame::Frame;
use crate::outbox::Outbox;
use crate::pen::Text;
use crate::server::Shared;
use crate::session::Chatting;
use crate::types::UserName;

const PROMPT: &str = "* Enter your username:\n";

/// How many names may be refused before the connection is closed.
const ATTEMPTS: u32 = 3;

/// A client that has not logged in yet.
pub struct Greeting {
    refusals_left: u32,
    /// When the time for the login is over, however the bytes trickle in.
    deadline: Instant,
}

impl Connection<Greeting> {
    /// Asks for a name until there is a good one. `None` if the client went
    /// away instead; the connection is closed then, and after an error.
    pub async fn login(
        mut self,
        shared: &Shared,
    ) -> Result<Option<Connection<Chatting>>, ChatError> {
        match self.ask_name(shared).await {
            Ok(Some(chatting)) => return Ok(Some(self.into_state(chatting))),
            Ok(None) => self.close().await,
            Err(error) => {
                tell(&self.outbox, error.line());
                self.close().await;
                return Err(error);
            }
        }
        Ok(None)
    }

    async fn ask_name(&mut self, shared: &Shared) -> Result<Option<Chatting>, ChatError> {
        tell(&self.outbox, PROMPT);
        let mut open = true;
        loop {
            for frame in self.buffer.frames() {
                let error = match self.state.enter(frame, &self.outbox, shared) {
                    Ok(chatting) => return Ok(Some(chatting)),
                    Err(error) => error,
                };
                self.state.refusals_left -= 1;
                if error.ends_connection() {
                    return Err(error);
                }
                tell(&self.outbox, error.line());
                if self.state.refusals_left == 0 {
                    return Err(ChatError::TooManyAttempts);
                }
                tell(&self.outbox, PROMPT);
            }
            if !open {
                return Ok(None);
            }
            open = self.read_until(self.state.deadline).await?;
        }
    }
}

impl Greeting {
    pub fn new(timeout: Duration) -> Self {
        Self { refusals_left: ATTEMPTS, deadline: Instant::now() + timeout }
    }

    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Enters the chat under the name that the line holds.
    fn enter(
        &self,
        line: Result<Frame<'_>, ChatError>,
        outbox: &Arc<Outbox>,
        shared: &Shared,
    ) -> Result<Chatting, ChatError> {
        let text = line.and_then(Frame::text)?;
        if self.refusals_left == ATTEMPTS && opens_http_request(&text) {
            return Err(ChatError::NotAWebServer);
        }
        let mut chat = shared.chat.lock();
        let name = if text.trim().is_empty() && shared.config.guest_names {
            chat.guest_name()?
        } else {
            UserName::try_from(text.as_ref())?
        };
        let user = chat.login(name.clone(), Arc::clone(outbox))?;
        drop(chat);
        Span::current().record("user", display(&name));
        debug!("{name} logged in");
        Ok(Chatting::new(&shared.chat, user, name))
    }
}

fn tell(outbox: &Arc<Outbox>, lines: impl Into<Text>) {
    outbox.answer(lines);
    outbox.write();
}

/// Whether a web page is trying to make its visitor's browser talk here.
fn opens_http_request(line: &str) -> bool {
    let method = line.split(' ').next().filter(|method| method.len() < line.len());
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];
    method.is_some_and(|method| methods.contains(&method))
}
