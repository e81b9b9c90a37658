//! Who is in the chat, and what each of them is about to be told.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use runtime::sync::mpsc;
use runtime::sync::mpsc::TrySendError;

use crate::error::ChatError;
use crate::request::{Exit, Turn};
use crate::types::{UserId, UserName};
use crate::window::Window;

/// The most names that `/who` shows.
const MOST: usize = 50;

/// One client, as the broker knows it.
#[derive(Debug)]
pub struct Member {
    pub name: UserName,
    pub window: Window,
    /// `None` for one that is lost, and about to leave.
    inbox: Option<mpsc::Sender<Arc<Turn>>>,
}

impl Member {
    pub fn new(name: UserName, inbox: mpsc::Sender<Arc<Turn>>, limit: usize) -> Self {
        Self { name, window: Window::new(limit), inbox: Some(inbox) }
    }

    /// Puts a turn into the inbox. An error says how the member leaves, and comes
    /// once: then the inbox is closed. The turn that is too much is still in it,
    /// as at the end it is the one that tells everybody.
    ///
    /// This never waits: a broker that waited for a client, while the client
    /// waits for the broker, would wait for ever.
    pub fn deliver(&mut self, turn: &Arc<Turn>) -> Result<(), Exit> {
        let Some(inbox) = &self.inbox else { return Ok(()) };
        let exit = match inbox.try_send(Arc::clone(turn)) {
            Ok(()) if self.window.add(turn.weight()) => return Ok(()),
            Ok(()) | Err(TrySendError::Full(_)) => Exit::TooSlow,
            Err(TrySendError::Closed(_)) => Exit::Left,
        };
        self.inbox = None;
        Err(exit)
    }

    /// How long the others wait for this member to catch up.
    pub fn patience(&self) -> Option<Duration> {
        let is_here = self.inbox.as_ref().is_some_and(|inbox| !inbox.is_closed());
        self.window.patience().filter(|_| is_here)
    }
}

/// All who are in the chat.
#[derive(Debug, Default)]
pub struct Members(HashMap<UserId, Member>);

impl Members {
    pub fn insert(&mut self, id: UserId, member: Member) {
        self.0.insert(id, member);
    }

    pub fn get(&self, id: UserId) -> Option<&Member> {
        self.0.get(&id)
    }

    pub fn get_mut(&mut self, id: UserId) -> Option<&mut Member> {
        self.0.get_mut(&id)
    }

    pub fn remove(&mut self, id: UserId) -> Option<Member> {
        self.0.remove(&id)
    }

    /// Delivers a turn to all, or, if nothing was said in it, to those whose
    /// request is done. Notes who is behind then, and returns who is lost.
    pub fn deliver(&mut self, turn: &Arc<Turn>, behind: &mut Vec<UserId>) -> Vec<(UserId, Exit)> {
        let mut lost = Vec::new();
        let is_silent = turn.lines.is_empty();
        for (&id, member) in &mut self.0 {
            let is_told = !is_silent || turn.own.contains_key(&id);
            match if is_told { member.deliver(turn) } else { Ok(()) } {
                Err(exit) => lost.push((id, exit)),
                Ok(()) if member.window.is_behind() => behind.push(id),
                Ok(()) => {}
            }
        }
        lost
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether this member may take that name.
    pub fn check_name(&self, id: UserId, name: &UserName) -> Result<(), ChatError> {
        if name.is_numbered() && !UserName::of(id).is(name.as_ref()) {
            return Err(ChatError::ReservedName(name.clone()));
        }
        let mut others = self.0.iter().filter(|(other, _)| **other != id);
        if others.any(|(_, other)| other.name.is(name.as_ref())) {
            return Err(ChatError::NameTaken(name.clone()));
        }
        Ok(())
    }

    /// Who is here, by name.
    pub fn list(&self) -> String {
        let key = |name: &UserName| name.as_ref().to_ascii_lowercase();
        let mut names: Vec<_> = self.0.values().map(|member| (key(&member.name), member)).collect();
        names.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let more = names.len().saturating_sub(MOST);
        names.truncate(MOST);
        let mut shown: Vec<&str> = names.iter().map(|(_, member)| member.name.as_ref()).collect();
        let and_more = format!("and {more} more");
        if more > 0 {
            shown.push(&and_more);
        }
        format!("* online: {}\n", shown.join(", "))
    }
}
