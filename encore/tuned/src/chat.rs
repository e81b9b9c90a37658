//! Who is here, in which room, and who hears what. Knows no sockets.

use std::collections::HashMap;
use std::sync::Arc;

use crate::batch::Batch;
use crate::config::ServerConfig;
use crate::error::ChatError;
use crate::guest_names::GuestNames;
use crate::metrics::Counts;
use crate::outbox::Outbox;
use crate::room::{Membership, Room};
use crate::slots::Slots;
use crate::types::{RoomId, RoomName, UserId, UserName};

/// All users and rooms. They refer to each other by id.
pub struct Chat {
    pub(crate) users: Slots<User>,
    pub(crate) rooms: Slots<Room>,
    /// Who is who: by name in lower case, so that nobody has to look at everybody.
    pub(crate) names: HashMap<String, UserId>,
    room_names: HashMap<RoomName, RoomId>,
    pub(crate) counts: Counts,
    pub(crate) guest_names: GuestNames,
    lobby: RoomId,
    motd: String,
    max_rooms: usize,
    /// The most bytes that may wait for a member of a room.
    sendq: usize,
}

/// Somebody who has logged in.
pub struct User {
    pub(crate) name: UserName,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) membership: Membership,
}

impl Chat {
    pub fn new(config: &ServerConfig) -> Self {
        let mut rooms = Slots::new();
        let lobby = rooms.insert_with(|_| Room::new(RoomName::lobby(), config.sendq)).into();
        Self {
            users: Slots::new(),
            rooms,
            names: HashMap::new(),
            room_names: HashMap::from([(RoomName::lobby(), lobby)]),
            counts: Counts::default(),
            guest_names: GuestNames::new(),
            lobby,
            motd: config.motd.clone(),
            max_rooms: config.max_rooms,
            sendq: config.sendq,
        }
    }

    /// Lets somebody into the lobby, under a name that nobody else has.
    pub fn login(&mut self, name: UserName, outbox: Arc<Outbox>) -> Result<UserId, ChatError> {
        if self.find(name.as_ref()).is_some() {
            return Err(ChatError::NameTaken(name));
        }
        let id = self.lobby;
        let Self { users, rooms, names, motd, .. } = self;
        let lobby = rooms.get(id).ok_or(ChatError::Gone)?;
        lobby.feed().write_down(&format!("* {name} joined {}\n", lobby.name()));
        let mut welcome = format!("* Welcome, {name}! You're in {}.\n", lobby.name());
        if !motd.is_empty() {
            welcome += &format!("* {motd}\n");
        }
        welcome += &lobby.recap();
        let key = name.key();
        let user = users.insert_with(|slot| {
            let membership = lobby.admit(id, slot.into(), &outbox, welcome);
            User { name, outbox, membership }
        });
        names.insert(key, user.into());
        self.counts.logins += 1;
        Ok(user.into())
    }

    /// Takes a user out and tells the room. One who is out already stays out.
    pub fn leave(&mut self, user: UserId) {
        let Some(User { name, outbox, membership }) = self.users.remove(user) else {
            return;
        };
        self.names.remove(&name.key());
        self.counts.too_slow += u64::from(outbox.is_too_slow());
        let id = membership.room();
        drop(membership);
        outbox.quit("");
        if let Some(room) = self.rooms.get(id) {
            let why = if outbox.is_too_slow() { " (too slow)" } else { "" };
            room.feed().say(&format!("* {name} left {}{why}\n", room.name()));
        }
        self.remove_if_empty(id);
    }

    /// Delivers what a user said to everybody in the room, the user included.
    pub fn say(&mut self, user: UserId, said: &Batch) -> Result<(), ChatError> {
        let room = self.user(user)?.membership.room();
        if let Some(room) = self.rooms.get_mut(room) {
            room.say(said);
            self.counts.messages += said.count();
            self.counts.deliveries += said.count() * room.members().len() as u64;
        }
        Ok(())
    }

    /// Leaves a message for one person, wherever that person is. Returns where it has to be
    /// written.
    pub fn whisper(&self, from: UserId, to: &str, text: &str) -> Result<Arc<Outbox>, ChatError> {
        let target = self.find(to).ok_or_else(|| ChatError::NoSuchUser(to.to_owned()))?;
        let (sender, receiver) = (self.user(from)?, self.user(target)?);
        let line = format!("[{} -> {}] {text}\n", sender.name, receiver.name);
        if target != from {
            receiver.outbox.push(line.clone());
        }
        sender.outbox.answer(line);
        Ok(Arc::clone(&receiver.outbox))
    }

    pub fn rename(&mut self, user: UserId, name: UserName) -> Result<(), ChatError> {
        if self.find(name.as_ref()).is_some_and(|other| other != user) {
            return Err(ChatError::NameTaken(name));
        }
        let renamed = self.users.get_mut(user).ok_or(ChatError::Gone)?;
        let line = format!("* {} is now {name}\n", renamed.name);
        self.names.remove(&renamed.name.key());
        self.names.insert(name.key(), user);
        renamed.name = name;
        let room = renamed.membership.room();
        self.room(room)?.feed().say(&line);
        Ok(())
    }

    /// Takes a user to the room of that name, which is created if need be.
    pub fn join(&mut self, user: UserId, name: RoomName) -> Result<(), ChatError> {
        let old = self.user(user)?.membership.room();
        if self.room(old)?.name() == &name {
            return Err(ChatError::AlreadyInRoom(name));
        }
        let new = match self.room_names.get(&name) {
            Some(&existing) => existing,
            None if self.room_names.len() >= self.max_rooms => return Err(ChatError::TooManyRooms),
            None => {
                let room = Room::new(name.clone(), self.sendq);
                let new = self.rooms.insert_with(|_| room).into();
                self.room_names.insert(name, new);
                new
            }
        };
        let recap = self.rooms.get(new).map_or_else(String::new, Room::recap);
        self.walk(user, new, |room| format!("* You're in {room}.\n{recap}"))?;
        let (name, old_room) = (&self.user(user)?.name, self.room(old)?);
        old_room.feed().say(&format!("* {name} left {}\n", old_room.name()));
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
        self.room(id)?.feed().say(&line);
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
        room.feed().write_down(&format!("* {} joined {}\n", walker.name, room.name()));
        walker.membership = room.admit(to, user, &walker.outbox, tell(room.name()));
        Ok(())
    }

    fn user(&self, id: UserId) -> Result<&User, ChatError> {
        self.users.get(id).ok_or(ChatError::Gone)
    }

    fn room(&self, id: RoomId) -> Result<&Room, ChatError> {
        self.rooms.get(id).ok_or(ChatError::Gone)
    }

    pub fn find(&self, name: &str) -> Option<UserId> {
        self.names.get(&name.to_ascii_lowercase()).copied()
    }

    /// Forgets a room that nobody is in any more. The lobby stays.
    fn remove_if_empty(&mut self, id: RoomId) {
        let is_empty = self.rooms.get(id).is_some_and(|room| room.members().is_empty());
        if is_empty
            && id != self.lobby
            && let Some(room) = self.rooms.remove(id)
        {
            self.room_names.remove(room.name());
        }
    }
}
