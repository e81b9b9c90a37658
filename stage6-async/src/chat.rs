//! Who is here, in which room, and who hears what. Knows no sockets.

use crate::batch::Batch;
use crate::config::ServerConfig;
use crate::error::ChatError;
use crate::outbox::{Outbox, Text};
use crate::room::{Membership, Room};
use crate::slots::Slots;
use crate::types::{RoomId, RoomName, UserId, UserName};

/// All users and rooms. They refer to each other by id.
pub struct Chat {
    pub(crate) users: Slots<User>,
    pub(crate) rooms: Slots<Room>,
    lobby: RoomId,
    motd: String,
    max_rooms: usize,
}

/// Somebody who has logged in.
pub struct User {
    pub(crate) name: UserName,
    pub(crate) outbox: Outbox,
    pub(crate) membership: Membership,
}

impl Chat {
    pub fn new(config: &ServerConfig) -> Self {
        let mut rooms = Slots::new();
        let lobby = rooms.insert_with(|_| Room::new(RoomName::lobby())).into();
        Self {
            users: Slots::new(),
            rooms,
            lobby,
            motd: config.motd.clone(),
            max_rooms: config.max_rooms,
        }
    }

    /// Lets somebody into the lobby, under a name that nobody else has.
    pub fn login(&mut self, name: UserName, outbox: Outbox) -> Result<UserId, ChatError> {
        if self.find(name.as_ref()).is_some() {
            return Err(ChatError::NameTaken(name));
        }
        let id = self.lobby;
        let Self { users, rooms, motd, .. } = self;
        let lobby = rooms.get(id).ok_or(ChatError::Gone)?;
        let joined = format!("* {name} joined {}\n", lobby.name());
        let mut welcome = format!("* Welcome, {name}! You're in {}.\n", lobby.name());
        if !motd.is_empty() {
            welcome += &format!("* {motd}\n");
        }
        welcome += &lobby.recap();
        let user = users.insert_with(|slot| User {
            name,
            outbox,
            membership: lobby.admit(id, slot.into()),
        });
        self.tell(user.into(), welcome, Outbox::answer);
        self.tell_room(id, joined, Some(user.into()));
        Ok(user.into())
    }

    /// Takes a user out and tells the room. One who is out already stays out.
    pub fn leave(&mut self, user: UserId) {
        let Some(User { name, outbox, membership }) = self.users.remove(user) else {
            return;
        };
        let id = membership.room();
        drop(membership);
        if let Some(room) = self.rooms.get(id) {
            let why = if outbox.gauge.is_too_slow() { " (too slow)" } else { "" };
            let left = format!("* {name} left {}{why}\n", room.name());
            self.tell_room(id, left, None);
        }
        self.remove_if_empty(id);
    }

    /// Delivers what a user said to everybody in the room, the user included.
    pub fn say(&mut self, user: UserId, said: Batch) -> Result<(), ChatError> {
        let room = self.user(user)?.membership.room();
        self.tell_room(room, said.lines(), None);
        if let Some(room) = self.rooms.get_mut(room) {
            room.record(said);
        }
        Ok(())
    }

    /// Delivers a message to one person, wherever that person is.
    pub fn whisper(&mut self, from: UserId, to: &str, text: &str) -> Result<(), ChatError> {
        let target = self.find(to).ok_or_else(|| ChatError::NoSuchUser(to.to_owned()))?;
        let (sender, receiver) = (self.user(from)?, self.user(target)?);
        let line = format!("[{} -> {}] {text}\n", sender.name, receiver.name);
        self.tell(from, line.clone(), Outbox::answer);
        if target != from {
            self.tell(target, line, Outbox::push);
        }
        Ok(())
    }

    pub fn rename(&mut self, user: UserId, name: UserName) -> Result<(), ChatError> {
        if self.find(name.as_ref()).is_some_and(|other| other != user) {
            return Err(ChatError::NameTaken(name));
        }
        let renamed = self.users.get_mut(user).ok_or(ChatError::Gone)?;
        let line = format!("* {} is now {name}\n", renamed.name);
        renamed.name = name;
        let room = renamed.membership.room();
        self.tell_room(room, line, None);
        Ok(())
    }

    /// Takes a user to the room of that name, which is created if need be.
    pub fn join(&mut self, user: UserId, name: RoomName) -> Result<(), ChatError> {
        let old = self.user(user)?.membership.room();
        if self.room(old)?.name() == &name {
            return Err(ChatError::AlreadyInRoom(name));
        }
        let same_name = |(slot, room): (_, &Room)| (*room.name() == name).then_some(slot);
        let existing = self.rooms.iter().find_map(same_name);
        if existing.is_none() && self.rooms.iter().count() >= self.max_rooms {
            return Err(ChatError::TooManyRooms);
        }
        let new = existing.unwrap_or_else(|| self.rooms.insert_with(|_| Room::new(name)));
        let recap = self.rooms.get(new).map_or_else(String::new, Room::recap);
        self.walk(user, new.into(), |room| format!("* You're in {room}.\n{recap}"))?;
        let line = format!("* {} left {}\n", self.user(user)?.name, self.room(old)?.name());
        self.tell_room(old, line, None);
        self.remove_if_empty(old);
        Ok(())
    }

    /// Sends somebody from the caller's own room to the lobby.
    pub fn kick(&mut self, by: UserId, name: &str) -> Result<(), ChatError> {
        let User { name: owner, membership, .. } = self.user(by)?;
        let (id, owner) = (membership.room(), owner.clone());
        let room = self.room(id)?;
        if id == self.lobby || room.members().first() != Some(&by) {
            return Err(ChatError::NotOwner(room.name().clone()));
        }
        let target = self.find(name).filter(|target| room.members().contains(target));
        let Some(target) = target else {
            return Err(ChatError::NotInRoom(name.to_owned(), room.name().clone()));
        };
        if target == by {
            return Err(ChatError::KickedSelf);
        }
        let room = room.name().clone();
        let line = format!("* {owner} kicked {} from {room}\n", self.user(target)?.name);
        self.walk(target, self.lobby, |lobby| {
            format!("* {owner} kicked you from {room}\n* You're in {lobby}.\n")
        })?;
        self.tell_room(id, line, None);
        Ok(())
    }

    /// Moves a user to another room, and tells them and that room.
    fn walk(
        &mut self,
        user: UserId,
        to: RoomId,
        tell: impl FnOnce(&RoomName) -> String,
    ) -> Result<(), ChatError> {
        let Self { users, rooms, .. } = self;
        let room = rooms.get(to).ok_or(ChatError::Gone)?;
        let walker = users.get_mut(user).ok_or(ChatError::Gone)?;
        walker.membership = room.admit(to, user);
        let joined = format!("* {} joined {}\n", walker.name, room.name());
        let told = tell(room.name());
        self.tell(user, told, Outbox::answer);
        self.tell_room(to, joined, Some(user));
        Ok(())
    }

    fn user(&self, id: UserId) -> Result<&User, ChatError> {
        self.users.get(id).ok_or(ChatError::Gone)
    }

    fn room(&self, id: RoomId) -> Result<&Room, ChatError> {
        self.rooms.get(id).ok_or(ChatError::Gone)
    }

    pub fn find(&self, name: &str) -> Option<UserId> {
        let mut users = self.users.iter();
        users.find(|(_, user)| user.name.is(name)).map(|(slot, _)| slot.into())
    }

    fn tell(&mut self, user: UserId, lines: impl Into<Text>, put: fn(&Outbox, Text) -> bool) {
        let told = self.users.get(user).is_none_or(|user| put(&user.outbox, lines.into()));
        if !told {
            self.leave(user);
        }
    }

    /// Puts the same lines into the outbox of each member but one.
    fn tell_room(&mut self, room: RoomId, lines: impl Into<Text>, but: Option<UserId>) {
        let lines = lines.into();
        let Some(room) = self.rooms.get(room) else {
            return;
        };
        let unreachable: Vec<UserId> = room
            .members()
            .iter()
            .copied()
            .filter(|&member| Some(member) != but)
            .filter(|&member| {
                let user = self.users.get(member);
                user.is_some_and(|user| !user.outbox.push(Text::clone(&lines)))
            })
            .collect();
        for user in unreachable {
            self.leave(user);
        }
    }

    /// Forgets a room that nobody is in any more. The lobby stays.
    fn remove_if_empty(&mut self, id: RoomId) {
        let is_empty = self.rooms.get(id).is_some_and(|room| room.members().is_empty());
        if is_empty && id != self.lobby {
            self.rooms.remove(id);
        }
    }
}
