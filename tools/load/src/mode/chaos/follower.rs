//! One client's lines: what they mean to it, and what it has to hear because it said it.

use std::collections::VecDeque;

use super::checker::Checker;

/// A client's login, as far as what it hears is concerned.
#[derive(Default)]
pub struct Follower {
    /// The name that it has at this place of what it hears.
    name: String,
    /// All names it has had or asked for.
    names: Vec<String>,
    room: String,
    stay: Option<u64>,
    stays: Vec<u64>,
    /// How much of a room's history has still to come, and what has.
    recap_left: usize,
    recap: Vec<String>,
    /// What it has said and not heard.
    echoes: VecDeque<String>,
    /// It has been let in.
    pub inside: bool,
}

/// What the server says to one client alone; `* /` begins a line of its help.
const ANSWERS: [&str; 6] =
    ["* Enter your username:", "* Type /help", "* rooms: ", "* in #", "* /", "* Goodbye, "];

impl Follower {
    /// Asks for a name: at the login, or later.
    pub fn ask(&mut self, name: String, checker: &mut Checker) {
        checker.introduce(&name);
        if self.names.is_empty() {
            self.name.clone_from(&name);
        }
        self.names.push(name);
    }

    pub fn say(&mut self, text: String) {
        self.echoes.push_back(text);
    }

    /// How much it has said and not heard.
    pub fn unheard(&self) -> usize {
        self.echoes.len()
    }

    pub fn hear(&mut self, bytes: &[u8], checker: &mut Checker) {
        let Ok(line) = std::str::from_utf8(bytes) else {
            return checker.faults.add(format!("{}: not UTF-8: {bytes:?}", self.name));
        };
        if self.recap_left > 0 {
            self.recall(line, checker);
        } else if let Some(room) = welcome(line) {
            self.enter(room, checker);
        } else if let Some(count) = headline(line) {
            self.recap_left = count;
        } else if line.starts_with('!') {
            checker.faults.add(format!("{} was refused something: {line}", self.name));
        } else if line.starts_with('[') {
            self.whispered(line, checker);
        } else if !ANSWERS.iter().any(|known| line.starts_with(known)) {
            self.see(line, checker);
        }
    }

    fn enter(&mut self, room: &str, checker: &mut Checker) {
        if let Some(old) = self.stay.take() {
            checker.leave(old, &self.name);
        }
        room.clone_into(&mut self.room);
        self.stay = checker.enter(&self.name, room);
        self.stays.extend(self.stay);
        self.inside = true;
    }

    fn recall(&mut self, line: &str, checker: &mut Checker) {
        self.recap_left -= 1;
        self.recap.push(line.to_owned());
        self.check_room(line, checker);
        if self.recap_left == 0 {
            let recap = std::mem::take(&mut self.recap);
            if let Some(stay) = self.stay {
                checker.recap(stay, recap);
            }
        }
    }

    fn see(&mut self, line: &str, checker: &mut Checker) {
        self.check_room(line, checker);
        if let Some((name, text)) = said(line) {
            if name == self.name {
                self.heard(text, checker);
            }
        } else if let Some(new) = line
            .strip_prefix("* ")
            .and_then(|line| line.strip_prefix(&self.name)?.strip_prefix(" is now "))
        {
            new.clone_into(&mut self.name);
        }
        if let Some(stay) = self.stay {
            checker.see(stay, line);
        }
    }

    /// What is said names its room first.
    fn check_room(&self, line: &str, checker: &mut Checker) {
        let room = said(line).and_then(|(_, text)| text.split(' ').next());
        if room.is_some_and(|room| room != self.room) {
            checker
                .faults
                .add(format!("{} in {} heard another room: {line:.60}", self.name, self.room));
        }
    }

    /// Hears its own words, which come in the order in which it said them.
    fn heard(&mut self, text: &str, checker: &mut Checker) {
        let found = self.echoes.iter().position(|said| said == text);
        match found {
            Some(missed) => {
                self.echoes.drain(..=missed);
                self.miss(missed, checker);
            }
            None => {
                checker.faults.add(format!("{} hears what it did not say: {text:.60}", self.name));
            }
        }
    }

    /// What is said to one alone comes back to the sender as well.
    fn whispered(&mut self, line: &str, checker: &mut Checker) {
        let rest = line.strip_prefix('[').and_then(|line| line.strip_prefix(&self.name));
        let is_own = rest.is_some_and(|rest| rest.starts_with(" -> "));
        checker.whisper(line, is_own);
        if is_own {
            self.heard(line.split_once("] ").map_or("", |(_, text)| text), checker);
        }
    }

    fn miss(&self, count: usize, checker: &mut Checker) {
        checker.faults.lose(count as u64, &format!("{} did not hear itself", self.name));
    }

    /// It has left in peace, so everything it said has been heard.
    pub fn conclude(&self, checker: &mut Checker) {
        self.miss(self.echoes.len(), checker);
    }

    pub fn forget(&mut self, checker: &mut Checker) {
        checker.forget(&self.names, &self.stays);
        *self = Self { name: std::mem::take(&mut self.name), ..Self::default() };
    }

    pub fn is_in(&self, room: &str) -> bool {
        self.inside && self.room == room
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The room that somebody is told to be in now.
fn welcome(line: &str) -> Option<&str> {
    let line = match line.strip_prefix("* Welcome, ") {
        Some(line) => line.split_once("! ")?.1,
        None => line.strip_prefix("* ")?,
    };
    line.strip_prefix("You're in #")?.strip_suffix('.')
}

/// How many messages of a room's history come next.
fn headline(line: &str) -> Option<usize> {
    let (count, rest) = line.strip_prefix("* last ")?.split_once(' ')?;
    rest.starts_with("message").then(|| count.parse().ok())?
}

fn said(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix('<')?.split_once("> ")
}
