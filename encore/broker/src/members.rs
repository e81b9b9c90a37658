//! Who is in the chat, and what each of them is about to be told.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::error::ChatError;
use crate::request::{Delivery, Exit, Text};
use crate::types::{UserId, UserName};
use crate::window::Window;

/// The most names that `/who` shows.
const MOST: usize = 50;

/// One client, as the broker knows it.
#[derive(Debug)]
pub struct Member {
    pub name: UserName,
    pub window: Window,
    inbox: mpsc::Sender<Delivery>,
    /// The part of the current turn that is not for this member.
    pub own: Option<Range<usize>>,
}

impl Member {
    pub fn new(name: UserName, inbox: mpsc::Sender<Delivery>, limit: usize) -> Self {
        Self { name, window: Window::new(limit), inbox, own: None }
    }

    /// Puts what happened in a turn into the inbox. An error says how the
    /// member leaves.
    ///
    /// This never waits: a broker that waited for a client, while the client
    /// waits for the broker, would wait for ever.
    pub fn deliver(&mut self, text: &Text) -> Result<(), Exit> {
        let own = self.own.take();
        if text.is_empty() && own.is_none() {
            return Ok(());
        }
        if !self.window.add(Delivery::weight(text)) {
            return Err(Exit::TooSlow);
        }
        let delivery = Delivery { text: Text::clone(text), own };
        self.inbox.try_send(delivery).map_err(|error| match error {
            TrySendError::Full(_) => Exit::TooSlow,
            TrySendError::Closed(_) => Exit::Left,
        })
    }

    /// How long the others wait for this member to catch up.
    pub fn patience(&self) -> Option<Duration> {
        self.window.patience().filter(|_| !self.inbox.is_closed())
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

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (UserId, &mut Member)> {
        self.0.iter_mut().map(|(&id, member)| (id, member))
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
