//! Who is here, in which room, and who hears what. Knows no sockets.

use crate::error::ChatError;
use crate::outbox::{Outbox, Text};
use crate::room::{Membership, Message, Room};
use crate::slots::Slots;
use crate::types::{RoomId, RoomName, UserId, UserName};

/// All users and rooms. They refer to each other by id.
pub struct Chat {
    pub(crate) users: Slots<User>,
    pub(crate) rooms: Slots<Room>,
    lobby: RoomId,
}

/// Somebody who has logged in.
pub struct User {
    pub(crate) name: UserName,
    pub(crate) outbox: Outbox,
    pub(crate) membership: Membership,
}

impl Chat {
    pub fn new() -> Self {
        let mut rooms = Slots::new();
        let lobby = rooms.insert_with(|_| Room::new(RoomName::lobby())).into();
        Self { users: Slots::new(), rooms, lobby }
    }

    /// Lets somebody into the lobby, under a name that nobody else has.
    pub fn login(&mut self, name: UserName, outbox: Outbox) -> Result<UserId, ChatError> {
        if self.find(name.as_ref()).is_some() {
            return Err(ChatError::NameTaken(name));
        }
        let id = self.lobby;
        let Self { users, rooms, .. } = self;
        let lobby = rooms.get(id).ok_or(ChatError::Gone)?;
        let joined = format!("* {name} joined {}\n", lobby.name());
        let mut welcome = format!("* Welcome, {name}! You're in {}.\n", lobby.name());
        welcome += &lobby.recap();
        let user = users.insert_with(|slot| User {
            name,
            outbox,
            membership: lobby.admit(id, slot.into()),
        });
        self.tell(user.into(), welcome);
        self.tell_room(id, joined, Some(user.into()));
        Ok(user.into())
    }

    /// Takes a user out and tells the room. One who is out already stays out.
    pub fn leave(&mut self, user: UserId) {
        let Some(User { name, membership, .. }) = self.users.remove(user) else {
            return;
        };
        let id = membership.room();
        drop(membership);
        if let Some(room) = self.rooms.get(id) {
            let left = format!("* {name} left {}\n", room.name());
            self.tell_room(id, left, None);
        }
    }

    /// Delivers what a user said to everybody in the room, the user included.
    pub fn say(&mut self, user: UserId, text: String) -> Result<(), ChatError> {
        let User { name, membership, .. } = self.user(user)?;
        let (room, said) = (membership.room(), Message { from: name.clone(), text });
        self.tell_room(room, format!("{said}\n"), None);
        if let Some(room) = self.rooms.get_mut(room) {
            room.record(said);
        }
        Ok(())
    }

    fn user(&self, id: UserId) -> Result<&User, ChatError> {
        self.users.get(id).ok_or(ChatError::Gone)
    }

    fn find(&self, name: &str) -> Option<UserId> {
        let mut users = self.users.iter();
        users.find(|(_, user)| user.name.is(name)).map(|(slot, _)| slot.into())
    }

    fn tell(&self, user: UserId, lines: impl Into<Text>) {
        if let Some(user) = self.users.get(user) {
            user.outbox.push(lines.into());
        }
    }

    /// Puts the same lines into the outbox of each member but one.
    fn tell_room(&self, room: RoomId, lines: impl Into<Text>, but: Option<UserId>) {
        let lines = lines.into();
        let Some(room) = self.rooms.get(room) else { return };
        for &member in room.members().iter() {
            if let Some(user) = self.users.get(member)
                && Some(member) != but
            {
                user.outbox.push(Text::clone(&lines));
            }
        }
    }
}
