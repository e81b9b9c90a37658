//! Whatever clients do, each sees what a small model of the chat says.

use std::collections::BTreeMap;
use std::path::Path;

use crate::{Client, Server};

const CLIENTS: usize = 4;
const STEPS: usize = 400;
const ROOMS: [&str; 3] = ["lobby", "rust", "tea"];

/// Clients do random things, one after the other, and each sees exactly what the model says.
///
/// # Panics
/// When one of them sees something else.
pub fn the_model_is_right(binary: impl AsRef<Path>) {
    for seed in 1..=5 {
        let server = Server::start(&binary, &[]);
        let mut walk = Walk::start(&server, seed);
        for step in 0..STEPS {
            walk.step(step);
        }
    }
}

struct Walk {
    random: u64,
    clients: Vec<Client>,
    /// The name and the room of each client.
    users: Vec<(String, &'static str)>,
    /// The clients in each room, who has been there longest first.
    members: BTreeMap<&'static str, Vec<usize>>,
    /// What each room remembers.
    history: BTreeMap<&'static str, Vec<String>>,
}

impl Walk {
    fn start(server: &Server, seed: u64) -> Self {
        let mut clients: Vec<Client> = Vec::new();
        for n in 0..CLIENTS {
            let name = format!("user{n}");
            clients.push(Client::join(server.addr(), &name));
            for earlier in &mut clients[..n] {
                earlier.expect(&format!("* {name} joined #lobby"));
            }
        }
        Self {
            random: seed,
            clients,
            users: (0..CLIENTS).map(|n| (format!("user{n}"), "lobby")).collect(),
            members: BTreeMap::from([("lobby", (0..CLIENTS).collect())]),
            history: BTreeMap::new(),
        }
    }

    fn step(&mut self, step: usize) {
        let who = self.below(CLIENTS);
        match self.below(6) {
            0 => self.join(who),
            1 => self.rename(who),
            2 => self.kick(who),
            3 => self.whisper(who, step),
            4 => self.list(who),
            _ => self.say(who, step),
        }
    }

    fn say(&mut self, who: usize, step: usize) {
        let (name, room) = self.users[who].clone();
        self.clients[who].send(&format!("step {step}"));
        let line = format!("<{name}> step {step}");
        self.tell(room, None, &line);
        let history = self.history.entry(room).or_default();
        history.push(line);
        if history.len() > 20 {
            history.remove(0);
        }
    }

    fn join(&mut self, who: usize) {
        let room = ROOMS[self.below(ROOMS.len())];
        let (name, old) = self.users[who].clone();
        self.clients[who].send(&format!("/join {room}"));
        if room == old {
            return self.clients[who].expect(&format!("! you are already in #{room}"));
        }
        self.move_to(who, room);
        self.clients[who].expect(&format!("* You're in #{room}."));
        let history = self.history.get(room).cloned().unwrap_or_default();
        match history.len() {
            0 => {}
            1 => self.clients[who].expect(&format!("* last 1 message in #{room}:")),
            n => self.clients[who].expect(&format!("* last {n} messages in #{room}:")),
        }
        for line in &history {
            self.clients[who].expect(line);
        }
        self.tell(room, Some(who), &format!("* {name} joined #{room}"));
        self.tell(old, None, &format!("* {name} left #{old}"));
        if old != "lobby" && self.members[old].is_empty() {
            self.history.remove(old);
        }
    }

    fn rename(&mut self, who: usize) {
        let (name, room) = self.users[who].clone();
        let new = format!("user{}", self.below(8));
        self.clients[who].send(&format!("/nick {new}"));
        let taken = (0..CLIENTS).any(|other| other != who && self.users[other].0 == new);
        if taken {
            return self.clients[who].expect(&format!("! name \"{new}\" is taken"));
        }
        self.tell(room, None, &format!("* {name} is now {new}"));
        self.users[who].0 = new;
    }

    fn kick(&mut self, who: usize) {
        let target = self.below(CLIENTS);
        let (name, room) = self.users[who].clone();
        let (other, there) = self.users[target].clone();
        self.clients[who].send(&format!("/kick {other}"));
        let refusal = if room == "lobby" || self.members[room].first() != Some(&who) {
            format!("! only the owner of #{room} can kick")
        } else if there != room {
            format!("! {other} is not in #{room}")
        } else if target == who {
            "! you cannot kick yourself".to_owned()
        } else {
            self.move_to(target, "lobby");
            self.clients[target].expect(&format!("* {name} kicked you from #{room}"));
            self.clients[target].expect("* You're in #lobby.");
            self.tell("lobby", Some(target), &format!("* {other} joined #lobby"));
            return self.tell(room, None, &format!("* {name} kicked {other} from #{room}"));
        };
        self.clients[who].expect(&refusal);
    }

    fn whisper(&mut self, who: usize, step: usize) {
        let target = self.below(CLIENTS);
        let (from, to) = (self.users[who].0.clone(), self.users[target].0.clone());
        self.clients[who].send(&format!("/msg {to} step {step}"));
        let line = format!("[{from} -> {to}] step {step}");
        self.clients[who].expect(&line);
        if target != who {
            self.clients[target].expect(&line);
        }
    }

    fn list(&mut self, who: usize) {
        let room = self.users[who].1;
        let mut names: Vec<&str> =
            self.members[room].iter().map(|&member| self.users[member].0.as_str()).collect();
        names.sort_unstable();
        let answer = format!("* in #{room}: {}", names.join(", "));
        self.clients[who].send("/who");
        self.clients[who].expect(&answer);
    }

    fn move_to(&mut self, who: usize, room: &'static str) {
        let old = std::mem::replace(&mut self.users[who].1, room);
        self.members.entry(old).or_default().retain(|&member| member != who);
        self.members.entry(room).or_default().push(who);
    }

    /// All members of a room but one see this next.
    fn tell(&mut self, room: &str, but: Option<usize>, line: &str) {
        for member in self.members[room].clone() {
            if Some(member) != but {
                self.clients[member].expect(line);
            }
        }
    }

    /// A random number below `limit`; the same walk for the same seed.
    fn below(&mut self, limit: usize) -> usize {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.random >> 33).unwrap_or(0) % limit
    }
}
