//! A room: who is in it and what was said last.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard};

use crate::batch::Batch;
use crate::feed::Feed;
use crate::outbox::Outbox;
use crate::types::{RoomId, RoomName, UserId, UserName};

/// How many messages a room remembers for those who come later.
const HISTORY: usize = 20;

/// One thing that somebody said, kept for as long as it is wanted.
#[derive(Debug, Clone)]
pub struct Message {
    pub from: UserName,
    pub text: String,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}> {}", self.from, self.text)
    }
}

/// A room of the chat. The user who has been in it longest comes first.
#[derive(Debug)]
pub struct Room {
    name: RoomName,
    members: Arc<Mutex<Vec<UserId>>>,
    feed: Arc<Feed>,
    history: VecDeque<Message>,
}

impl Room {
    /// A room in which at most `limit` bytes may wait for each member.
    pub fn new(name: RoomName, limit: usize) -> Self {
        let feed = Feed::new(limit as u64);
        Self { name, members: Arc::default(), feed, history: VecDeque::new() }
    }

    pub fn name(&self) -> &RoomName {
        &self.name
    }

    pub fn members(&self) -> MutexGuard<'_, Vec<UserId>> {
        self.members.lock()
    }

    pub fn feed(&self) -> &Arc<Feed> {
        &self.feed
    }

    /// Lets a user in, for as long as the membership exists: the user gets `told`, and from then
    /// on hears the room.
    pub fn admit(
        &self,
        room: RoomId,
        user: UserId,
        outbox: &Arc<Outbox>,
        told: String,
    ) -> Membership {
        outbox.enter(told, &self.feed);
        self.feed.admit(outbox);
        self.members.lock().push(user);
        Membership {
            room,
            user,
            members: Arc::clone(&self.members),
            feed: Arc::clone(&self.feed),
            outbox: Arc::clone(outbox),
        }
    }

    /// Keeps what was said for those who come later.
    pub fn record(&mut self, said: Batch) {
        for message in said.recent {
            remember(&mut self.history, message);
        }
    }

    /// What a newcomer is shown: a headline and the lines; empty if there are none.
    pub fn recap(&self) -> String {
        let mut recap = match self.history.len() {
            0 => return String::new(),
            1 => format!("* last 1 message in {}:\n", self.name),
            n => format!("* last {n} messages in {}:\n", self.name),
        };
        for message in &self.history {
            recap += &format!("{message}\n");
        }
        recap
    }
}

/// Appends to a history that forgets all but the last few.
pub fn remember(history: &mut VecDeque<Message>, message: Message) {
    if history.len() == HISTORY {
        history.pop_front();
    }
    history.push_back(message);
}

/// A user's being in a room. Dropping it is leaving the room, so no way out
/// can leave a member behind that is not there any more.
#[derive(Debug)]
pub struct Membership {
    room: RoomId,
    user: UserId,
    members: Arc<Mutex<Vec<UserId>>>,
    feed: Arc<Feed>,
    outbox: Arc<Outbox>,
}

impl Membership {
    pub fn room(&self) -> RoomId {
        self.room
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.members.lock().retain(|&member| member != self.user);
        self.feed.dismiss(&self.outbox);
    }
}
