//! Who is in the room: learnt from notices, and by asking `/who`.
//!
//! A server that knows no commands would take `/who` for talk. So nothing is asked before the
//! server has shown that it knows some: by a message of the day, by telling who came or went, or
//! by answering a command of the user.

use std::collections::VecDeque;

use crate::line::{Line, Notice, who_list};

/// Who asked `/who`; answers come in the order of the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asker {
    User,
    Client,
}

/// What the server has shown of the commands that it knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Commands {
    /// None: it may take them for talk.
    #[default]
    Unseen,
    Some,
    /// Some, but no `/who`.
    WithoutWho,
}

/// What the client knows of one login.
#[derive(Debug, Default)]
pub struct Presence {
    /// The own name, once the server has said welcome.
    pub me: Option<String>,
    /// None on a server without rooms.
    pub room: Option<String>,
    /// In the order of the server: without regard to case.
    pub users: Vec<String>,
    /// Who is here beside those that have names, in a room of many.
    pub unnamed: usize,
    asked: VecDeque<Asker>,
    commands: Commands,
    /// The line before was the welcome, which a message of the day would follow.
    just_welcomed: bool,
    wants_who: bool,
}

impl Presence {
    /// Whether commands are commands to this server, and not talk.
    pub fn knows_commands(&self) -> bool {
        self.commands != Commands::Unseen
    }

    fn has_commands(&mut self) {
        if self.commands == Commands::Unseen {
            self.commands = Commands::Some;
        }
    }

    /// Takes note of a line; false if it is nothing to show, being an answer to the client.
    pub fn see(&mut self, line: &Line<'_>) -> bool {
        let after_welcome = std::mem::take(&mut self.just_welcomed);
        match line {
            Line::Notice(notice) => self.see_notice(*notice, after_welcome),
            Line::Error(text) if text.starts_with("unknown command: /") => {
                self.has_commands();
                let command = text["unknown command: ".len()..].split(' ').next();
                if command.is_some_and(|word| matches!(word, "/who" | "/users")) {
                    self.commands = Commands::WithoutWho;
                    return self.asked.pop_front() != Some(Asker::Client);
                }
                true
            }
            _ => true,
        }
    }

    fn see_notice(&mut self, notice: Notice<'_>, after_welcome: bool) -> bool {
        match notice {
            Notice::Welcome { name, room } => self.enter(name, room),
            Notice::Moved { room } => {
                self.has_commands();
                let me = self.me.clone().unwrap_or_default();
                self.enter(&me, Some(room));
            }
            Notice::Joined { name, room } if self.is_here(room) => self.add(name),
            Notice::Left { name, room } if self.is_here(room) => self.remove(name),
            Notice::Renamed { from, to } => self.rename(from, to),
            Notice::Who { room, list } => return self.see_who(room, list),
            Notice::Other if after_welcome => self.has_commands(),
            _ => {}
        }
        true
    }

    fn enter(&mut self, me: &str, room: Option<&str>) {
        self.me = Some(me.to_owned());
        self.room = room.map(str::to_owned);
        self.users = vec![me.to_owned()];
        self.unnamed = 0;
        self.just_welcomed = true;
        self.wants_who = true;
    }

    fn is_here(&self, room: &str) -> bool {
        self.room.as_deref() == Some(room)
    }

    fn add(&mut self, name: &str) {
        self.has_commands();
        let place =
            self.users.binary_search_by_key(&name.to_lowercase(), |user| user.to_lowercase());
        if let Err(index) = place {
            self.users.insert(index, name.to_owned());
        }
    }

    fn remove(&mut self, name: &str) {
        self.has_commands();
        match self.users.iter().position(|user| user == name) {
            Some(index) => {
                self.users.remove(index);
            }
            None => self.unnamed = self.unnamed.saturating_sub(1),
        }
    }

    fn rename(&mut self, from: &str, to: &str) {
        self.has_commands();
        if self.me.as_deref() == Some(from) {
            self.me = Some(to.to_owned());
        }
        if let Some(index) = self.users.iter().position(|user| user == from) {
            self.users.remove(index);
            self.add(to);
        }
    }

    fn see_who(&mut self, room: &str, list: &str) -> bool {
        let Some(asker) = self.asked.pop_front() else {
            return true;
        };
        self.has_commands();
        // The answer may be about a room that was left meanwhile.
        if self.is_here(room) {
            let (names, more) = who_list(list);
            self.users = names.into_iter().map(str::to_owned).collect();
            self.unnamed = more;
            self.wants_who = false;
        }
        asker == Asker::User
    }

    /// The question to ask now, if any. It counts as asked.
    pub fn question(&mut self) -> Option<&'static str> {
        let useful = self.wants_who && self.commands == Commands::Some;
        if !useful || self.room.is_none() {
            return None;
        }
        self.wants_who = false;
        self.asked.push_back(Asker::Client);
        Some("/who")
    }

    /// The user sends this line, whose answer is theirs.
    pub fn user_sends(&mut self, line: &str) {
        if matches!(line.split(char::is_whitespace).next(), Some("/who" | "/users")) {
            self.asked.push_back(Asker::User);
        }
    }
}

#[cfg(test)]
mod tests;
