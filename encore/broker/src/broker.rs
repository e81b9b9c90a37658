//! The task that owns the chat.
//!
//! It takes requests from its mailbox in turns. What happens in a turn becomes
//! one text, which is put into all inboxes at its end, so that a hundred
//! messages that come at once cost each member one delivery. As one task does
//! it all, everybody is told the same things in the same order.
//!
//! **The broker never waits for a client.** Clients wait for the broker: for a
//! place in its mailbox, and for their request to be done. If it waited for
//! them as well, for room in an inbox, say, then sooner or later each would
//! wait for the other. So what finds no room is not sent, and the member is
//! cut off.
//!
//! `pace` keeps that from happening to members who do read.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

use crate::error::ChatError;
use crate::log::log;
use crate::members::{Member, Members};
use crate::request::{Exit, MAILBOX, Mailbox, Request, Turn};
use crate::types::{UserId, UserName};

/// How long to gather for each member who will be told: about what it takes to
/// write to one.
const GATHER: Duration = Duration::from_micros(5);

/// Clocks have no shorter pause.
const LEAST_PAUSE: Duration = Duration::from_millis(1);

/// How often to look whether those for whom others wait are still there: one
/// that hangs up does not say so before its turn.
const LOOK: Duration = Duration::from_millis(50);

/// The owner of all state.
pub struct Broker {
    mailbox: mpsc::Receiver<Request>,
    pub(crate) members: Members,
    /// What has happened since the inboxes were filled.
    pub(crate) turn: Turn,
    /// Those who have left in this turn, and are told what came before.
    leaving: Vec<(UserId, Member)>,
    /// Members who were behind after the last turn.
    pub(crate) behind: Vec<UserId>,
    /// Requests that wait until nobody is behind, in their order.
    pub(crate) held: VecDeque<Request>,
    /// The most bytes that may wait for one member.
    pub(crate) limit: usize,
    is_closed: bool,
}

impl Broker {
    /// A broker that lets `limit` bytes wait for each member, and where to
    /// send it requests.
    pub fn new(limit: usize) -> (Self, Mailbox) {
        let (requests, mailbox) = mpsc::channel(MAILBOX);
        let broker = Self {
            mailbox,
            members: Members::default(),
            turn: Turn::default(),
            leaving: Vec::new(),
            behind: Vec::new(),
            held: VecDeque::new(),
            limit,
            is_closed: false,
        };
        (broker, requests)
    }

    /// Serves clients until it is told to close.
    pub async fn run(mut self) {
        while !self.is_closed {
            if let Some(request) = self.next().await {
                self.receive(request);
                self.gather().await;
            }
            self.settle();
        }
    }

    /// Does what need not be held any more, and tells everybody, until there is
    /// nothing to tell.
    fn settle(&mut self) {
        self.release();
        while !self.turn.is_empty() {
            self.deliver();
            self.release();
        }
    }

    /// Waits for a request; `None` when there is nothing more to wait for
    /// before the held ones can go on.
    async fn next(&mut self) -> Option<Request> {
        let received = match self.patience() {
            Some(patience) if !self.held.is_empty() => {
                timeout(patience.min(LOOK), self.mailbox.recv()).await.ok()?
            }
            _ => self.mailbox.recv().await,
        };
        // Without anybody to send requests there is nobody to serve.
        Some(received.unwrap_or(Request::Close))
    }

    /// Takes what others have to say by now into the same turn. Where several
    /// talk at once more is on its way, and in a big chat it pays to wait for
    /// that, no longer than telling everybody will take.
    async fn gather(&mut self) {
        yield_now().await;
        let is_busy = self.receive_all();
        let pause = GATHER * u32::try_from(self.members.len()).unwrap_or(u32::MAX);
        if is_busy && pause >= LEAST_PAUSE {
            sleep(pause).await;
            self.receive_all();
        }
    }

    /// Takes what is in the mailbox: true if that is anything.
    fn receive_all(&mut self) -> bool {
        let mut is_any = false;
        while let Ok(request) = self.mailbox.try_recv() {
            self.receive(request);
            is_any = true;
        }
        is_any
    }

    /// Does what a request asks for.
    pub(crate) fn obey(&mut self, request: Request) {
        match request {
            Request::Join { id, name, inbox } => {
                self.turn.lines += &format!("* {name} joined\n");
                self.members.insert(id, Member::new(name, inbox, self.limit));
                self.done(id, 0);
            }
            Request::Message { id, lines } => self.say(id, &lines),
            Request::Nick { id, name, answer } => {
                // A client that is gone meanwhile needs no answer.
                let _ = answer.send(self.rename(id, name));
                self.done(id, self.turn.lines.len());
            }
            Request::Who { id, answer } => {
                // As above.
                let _ = answer.send(self.members.list());
                self.done(id, self.turn.lines.len());
            }
            Request::Written { id, bytes } => {
                if let Some(member) = self.members.get_mut(id) {
                    member.window.remove(bytes);
                }
            }
            Request::Leave { id, exit } => self.leave(id, exit),
            Request::Close => self.close(),
        }
    }

    /// A member's request is done, and what was said since `start` is not for
    /// that member.
    fn done(&mut self, id: UserId, start: usize) {
        self.turn.own.insert(id, start..self.turn.lines.len());
    }

    fn say(&mut self, id: UserId, lines: &str) {
        if self.members.get(id).is_some() {
            let start = self.turn.lines.len();
            self.turn.lines += lines;
            self.done(id, start);
        }
    }

    fn rename(&mut self, id: UserId, name: UserName) -> Result<UserName, ChatError> {
        self.members.check_name(id, &name)?;
        let member = self.members.get_mut(id).ok_or(ChatError::Gone)?;
        let old = mem::replace(&mut member.name, name.clone());
        self.turn.lines += &format!("* {old} is now {name}\n");
        Ok(name)
    }

    fn leave(&mut self, id: UserId, exit: Exit) {
        let Some(member) = self.members.remove(id) else { return };
        let start = self.turn.lines.len();
        let why = match exit {
            Exit::Left => "",
            Exit::TooSlow => " (too slow)",
        };
        self.turn.lines += &format!("* {} left{why}\n", member.name);
        if exit == Exit::TooSlow {
            log(format_args!("{} was cut off: too much waited to be read", member.name));
        } else if !self.turn.own.contains_key(&id) {
            self.done(id, start);
            self.leaving.push((id, member));
        }
    }

    /// Ends the turn: puts it into the inboxes. Whoever is lost on the way leaves
    /// in another one, in which there is room for that.
    pub(crate) fn deliver(&mut self) {
        let mut turn = mem::take(&mut self.turn);
        for (id, _) in &self.leaving {
            turn.own.entry(*id).and_modify(|own| own.end = turn.lines.len());
        }
        let turn = Arc::new(turn);
        self.behind.clear();
        let lost = self.members.deliver(&turn, &mut self.behind);
        for (_, mut member) in self.leaving.drain(..) {
            // One that has left cannot be lost.
            let _ = member.deliver(&turn);
        }
        self.held.extend(lost.into_iter().map(|(id, exit)| Request::Leave { id, exit }));
    }

    /// Does what is held, tells everybody, and lets go of them.
    fn close(&mut self) {
        while let Some(request) = self.held.pop_front() {
            self.obey(request);
        }
        self.turn.lines += "* server is shutting down\n";
        self.deliver();
        self.members.clear();
        self.is_closed = true;
    }
}

#[cfg(test)]
mod tests;
