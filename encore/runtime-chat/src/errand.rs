//! What a client sends the broker for, and how it comes back.

use std::sync::Arc;
use std::time::Instant;

use runtime::sync::oneshot;

use crate::client::{Client, LAST_WORDS};
use crate::error::ChatError;
use crate::request::{Exit, Request, Turn};
use crate::speech::Ask;
use crate::types::UserName;

/// What the broker has been asked for and has not yet done.
#[derive(Debug)]
pub enum Pending {
    Join,
    Message,
    Nick(oneshot::Receiver<Result<UserName, ChatError>>),
    Who(oneshot::Receiver<String>),
    Quit,
    End,
}

impl Client {
    /// Looks at lines until there is something that the broker has to do.
    pub async fn handle_lines(&mut self) -> Result<(), ChatError> {
        if !self.has_lines || !self.may_ask() {
            return Ok(());
        }
        match self.speech.next(&mut self.buffer, &mut self.outbox)? {
            Some(ask) => self.ask(ask).await,
            None if !self.outbox.has_room() => {}
            None if self.is_deaf => self.ask(Ask::Leave).await,
            None => self.has_lines = false,
        }
        Ok(())
    }

    /// Sends a request to the broker, which will say when it is done.
    async fn ask(&mut self, ask: Ask) {
        let id = self.seat.id;
        let (request, pending) = match ask {
            Ask::Say(lines) => (Request::Message { id, lines }, Pending::Message),
            Ask::Nick(name) => {
                let (answer, answered) = oneshot::channel();
                (Request::Nick { id, name, answer }, Pending::Nick(answered))
            }
            Ask::Who => {
                let (answer, answered) = oneshot::channel();
                (Request::Who { id, answer }, Pending::Who(answered))
            }
            Ask::Quit | Ask::Leave => {
                let is_quit = matches!(ask, Ask::Quit);
                self.pending = Some(if is_quit { Pending::Quit } else { Pending::End });
                self.seat.leave(Exit::Left).await;
                return;
            }
        };
        self.pending = Some(pending);
        self.seat.send(request).await;
    }

    /// Puts a turn into the outbox, with the answer to the client's own request
    /// in its place.
    pub fn take(&mut self, turn: Option<Arc<Turn>>) {
        let Some(turn) = turn else {
            self.is_over = true;
            self.deadline = self.seat.lose().then(|| Instant::now() + LAST_WORDS);
            return;
        };
        let mut start = 0;
        if let Some(own) = turn.own.get(&self.seat.id) {
            self.outbox.push_start(&turn, own.start);
            self.done();
            start = own.end;
        }
        self.outbox.push_rest(turn, start);
    }

    /// The broker has done what it was asked for.
    fn done(&mut self) {
        let answer = match self.pending.take() {
            Some(Pending::Join) => format!("* Welcome, {}!\n", self.speech.name),
            Some(Pending::Quit) => format!("* Goodbye, {}!\n", self.speech.name),
            Some(Pending::Nick(mut answered)) => match answered.try_recv() {
                Ok(Ok(name)) => {
                    self.speech.name = name;
                    return;
                }
                Ok(Err(error)) => error.line(),
                Err(_) => return,
            },
            // The broker answers before it says that it is done.
            Some(Pending::Who(mut answered)) => answered.try_recv().unwrap_or_default(),
            Some(Pending::Message | Pending::End) | None => return,
        };
        self.outbox.answer(answer);
    }
}
