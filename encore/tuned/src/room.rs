//! A room: who is in it, and what was said last.

use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard};

use crate::batch::Batch;
use crate::feed::Feed;
use crate::history::History;
use crate::outbox::Outbox;
use crate::types::{RoomId, RoomName, UserId};

/// A room of the chat. The user who has been in it longest comes first.
#[derive(Debug)]
pub struct Room {
    name: RoomName,
    members: Arc<Mutex<Vec<UserId>>>,
    feed: Arc<Feed>,
    history: History,
}

impl Room {
    /// A room in which at most `limit` bytes may wait for each member.
    pub fn new(name: RoomName, limit: usize) -> Self {
        let feed = Feed::new(limit as u64);
        Self { name, members: Arc::default(), feed, history: History::default() }
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

    /// Says something to all members, and keeps it for those who come later.
    pub fn say(&mut self, said: &Batch) {
        self.feed.say(said.lines());
        self.history.add(said.lines());
    }

    /// What a newcomer is shown: a headline and the lines; empty if there are none.
    pub fn recap(&self) -> String {
        let History { lines, count } = &self.history;
        match count {
            0 => String::new(),
            1 => format!("* last 1 message in {}:\n{lines}", self.name),
            n => format!("* last {n} messages in {}:\n{lines}", self.name),
        }
    }
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
