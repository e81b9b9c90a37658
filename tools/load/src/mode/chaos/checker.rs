//! Whether all who are in a room see the same.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::faults::Faults;
use super::log::Log;

/// What everybody has seen, room by room.
#[derive(Default)]
pub struct Checker {
    rooms: BTreeMap<String, Log>,
    stays: HashMap<u64, Stay>,
    next: u64,
    /// What was said to one alone and is known from one side: true if that is the sender's.
    whispers: HashMap<String, bool>,
    /// Names of clients that are there or on their way in; for others nothing is kept.
    names: HashSet<String>,
    /// Lines that were compared with what others saw.
    pub lines: u64,
    /// Notices of clients that were cut off.
    pub too_slow: u64,
    pub faults: Faults,
}

/// The time that one client is in one room.
struct Stay {
    room: String,
    name: String,
    /// What it has to see next; `None` while nobody has seen it come.
    at: Option<u64>,
    /// What it has seen until then.
    early: Vec<String>,
    /// The place of its coming, and what it was shown of what was said before.
    came: Option<u64>,
    recap: Option<Vec<String>>,
    /// The place of its leaving, up to which it has to have seen everything.
    went: Option<u64>,
}

impl Checker {
    /// A room in which somebody is from its beginning, so that all of it is seen.
    pub fn keep(&mut self, room: &str) {
        self.rooms.insert(room.to_owned(), Log::default());
    }

    pub fn introduce(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }

    /// Somebody is told to be in a room; `None` for rooms of which nothing is kept.
    pub fn enter(&mut self, name: &str, room: &str) -> Option<u64> {
        let log = self.rooms.get_mut(room)?;
        self.next += 1;
        let stay = Stay {
            room: room.to_owned(),
            name: name.to_owned(),
            at: (!log.founded).then_some(0),
            early: Vec::new(),
            came: None,
            recap: None,
            went: None,
        };
        self.stays.insert(self.next, stay);
        let place = if log.founded { log.came.told(name, self.next) } else { None };
        log.founded = true;
        if let Some(place) = place {
            self.attach(self.next, place);
        }
        Some(self.next)
    }

    /// Somebody is told to be somewhere else: up to its leaving it has seen everything.
    pub fn leave(&mut self, id: u64, name: &str) {
        let Some(stay) = self.stays.get_mut(&id) else { return };
        if let Some(log) = self.rooms.get_mut(&stay.room) {
            stay.went = log.went.told(name, id);
        }
    }

    /// All that was said before, as the newcomer was shown it.
    pub fn recap(&mut self, id: u64, recap: Vec<String>) {
        if let Some(stay) = self.stays.get_mut(&id) {
            stay.recap = Some(recap);
            self.check_recap(id);
        }
    }

    /// Somebody has read a line that its whole room sees.
    pub fn see(&mut self, id: u64, line: &str) {
        self.lines += 1;
        let Some(stay) = self.stays.get_mut(&id) else { return };
        let (Some(at), Some(log)) = (stay.at, self.rooms.get_mut(&stay.room)) else {
            return stay.early.push(line.to_owned());
        };
        match log.get(at) {
            Some(expected) if expected == line => stay.at = Some(at + 1),
            Some(_) => self.mismatch(id, at, line),
            None => {
                log.add(line);
                stay.at = Some(at + 1);
                let room = stay.room.clone();
                self.notice(&room, line, at);
            }
        }
    }

    fn mismatch(&mut self, id: u64, at: u64, line: &str) {
        let Some(stay) = self.stays.get_mut(&id) else { return };
        let Some(log) = self.rooms.get(&stay.room) else { return };
        let expected = log.get(at).unwrap_or_default();
        let text =
            format!("{} in {}: {line:.60?} instead of {expected:.60?}", stay.name, stay.room);
        match log.find(line, at) {
            Some(found) => {
                stay.at = Some(found + 1);
                self.faults.lose(found - at, &text);
            }
            None => self.faults.add(text),
        }
    }

    /// The room has seen somebody come or go.
    fn notice(&mut self, room: &str, line: &str, at: u64) {
        let Some(notice) = line.strip_prefix("* ") else { return };
        self.too_slow += u64::from(notice.ends_with(" (too slow)"));
        let mut words = notice.split(' ');
        let (Some(name), Some(verb)) = (words.next(), words.next()) else { return };
        let Some(log) = self.rooms.get_mut(room).filter(|_| self.names.contains(name)) else {
            return;
        };
        match verb {
            "joined" => {
                if let Some(id) = log.came.seen(name, at) {
                    self.attach(id, at);
                }
            }
            "left" => {
                let stay = log.went.seen(name, at).and_then(|id| self.stays.get_mut(&id));
                if let Some(stay) = stay {
                    stay.went = Some(at);
                }
            }
            _ => {}
        }
    }

    /// It is known where a stay began: what it saw must be what comes next there.
    fn attach(&mut self, id: u64, came: u64) {
        let Some(stay) = self.stays.get_mut(&id) else { return };
        (stay.came, stay.at) = (Some(came), Some(came + 1));
        let early = std::mem::take(&mut stay.early);
        self.lines -= early.len() as u64;
        self.check_recap(id);
        for line in &early {
            self.see(id, line);
        }
    }

    fn check_recap(&mut self, id: u64) {
        let Some(stay) = self.stays.get_mut(&id) else { return };
        let Some(came) = stay.came else { return };
        let Some(recap) = stay.recap.take() else { return };
        let is_right = self.rooms.get(&stay.room).is_none_or(|log| log.recalls(came, &recap));
        if !is_right {
            let text = format!("{} was shown another history of {}", stay.name, stay.room);
            self.faults.add(text);
        }
    }

    /// Judges the stays that are over, and forgets what is not needed any more.
    pub fn sweep(&mut self) {
        let over: Vec<u64> =
            self.stays.iter().filter(|(_, stay)| stay.went.is_some()).map(|(&id, _)| id).collect();
        for id in over {
            if let Some(stay) = self.stays.remove(&id) {
                self.judge(&stay, stay.went.unwrap_or_default(), "when it left");
            }
        }
        for (name, log) in &mut self.rooms {
            let there = self.stays.values().filter(|stay| stay.room == *name);
            log.forget(there.filter_map(|stay| stay.at).min());
        }
    }

    fn judge(&mut self, stay: &Stay, end: u64, when: &str) {
        let Stay { name, room, .. } = stay;
        match stay.at {
            None => self.faults.add(format!("nobody saw {name} come into {room}, {when}")),
            Some(at) if at > end => {
                self.faults.add(format!("{name} saw what was not in {room} {when}"));
            }
            Some(at) => {
                self.faults.lose(end - at, &format!("the last that {name} saw of {room} {when}"));
            }
        }
    }

    /// Whether somebody who is there has something to see that others saw.
    pub fn is_behind(&self) -> bool {
        let is_heard = !self.whispers.values().any(|&by_sender| by_sender);
        !is_heard
            || self.stays.values().any(|stay| {
                stay.went.is_none() && stay.at != self.rooms.get(&stay.room).map(Log::end)
            })
    }

    /// Everybody has to have seen everything.
    pub fn conclude(&mut self) {
        self.sweep();
        for (line, _) in std::mem::take(&mut self.whispers).into_iter().filter(|(_, sent)| *sent) {
            self.faults.lose(1, &line);
        }
        for (_, stay) in std::mem::take(&mut self.stays) {
            let end = self.rooms.get(&stay.room).map_or(0, Log::end);
            self.judge(&stay, end, "at the end");
        }
    }

    /// One of the two who see this has seen it. A sender who sees it knows that the other one does;
    /// the other may do so though the sender is gone.
    pub fn whisper(&mut self, line: &str, by_sender: bool) {
        self.lines += 1;
        match self.whispers.get(line) {
            Some(&other) if other != by_sender => {
                self.whispers.remove(line);
            }
            Some(_) => self.faults.add(format!("seen twice: {line:.60}")),
            None => {
                self.whispers.insert(line.to_owned(), by_sender);
            }
        }
    }

    /// A client is gone, or need not see anything any more.
    pub fn forget(&mut self, names: &[String], stays: &[u64]) {
        for id in stays {
            self.stays.remove(id);
        }
        for name in names {
            self.names.remove(name);
            for log in self.rooms.values_mut() {
                log.came.forget(name);
                log.went.forget(name);
            }
        }
    }
}
