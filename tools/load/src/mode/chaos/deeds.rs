//! What those who make trouble do.

use std::net::Shutdown;
use std::time::{Duration, Instant};

use super::actor::State;
use super::crowd::{Crowd, KEPT};
use super::proxy::Order;
use crate::error::LoadError;

/// Rooms that come and go.
const DENS: u32 = 20;

/// How many read nothing at a time: each of them holds up its room until it is cut off.
const MOST_STUCK: usize = 3;

/// How long somebody is stuck, which is longer than the server puts up with.
const STUCK: Duration = Duration::from_secs(25);

/// How long a connection may take to be cut.
const DOOM: Duration = Duration::from_secs(3);

/// Questions whose answers are more than the system keeps for a connection.
const QUESTIONS: usize = 30_000;

impl Crowd {
    /// Somebody does something.
    pub fn act(&mut self) -> Result<(), LoadError> {
        let number = self.random.usize(0..self.actors.len());
        if !self.actors[number].is_free() {
            return Ok(());
        }
        let most = if number < self.core { 70 } else { 100 };
        let deed = match self.random.u8(0..most) {
            0..50 => self.say(number, 1, 0),
            50..53 => self.say(number, 20, 0),
            53..56 => self.say(number, 1, 90),
            56..62 => self.whisper(number),
            62..66 => self.command(number, "/who"),
            66..70 => self.command(number, "/rooms"),
            70..77 => self.rename(number),
            77..85 => {
                let room = self.random.usize(0..KEPT.len());
                self.walk(number, KEPT[room].to_owned())
            }
            85..88 => {
                let den = self.random.u32(0..DENS);
                self.walk(number, format!("den{den}"))
            }
            88..91 => self.pause(number),
            91 => self.stick(number),
            92..94 => self.quit(number),
            94..96 => self.end_input(number)?,
            96..98 => self.reset(number)?,
            _ => self.doom(number),
        };
        *self.deeds.entry(deed).or_default() += 1;
        Ok(())
    }

    fn say(&mut self, number: usize, lines: usize, filling: usize) -> &'static str {
        let actor = &mut self.actors[number];
        let mut all = String::new();
        for _ in 0..lines {
            let text = actor.text(filling);
            all += &format!("{text}\n");
            actor.follower.say(text);
        }
        actor.send(all.as_bytes());
        match (lines, filling) {
            (1, 0) => "lines",
            (1, _) => "long lines",
            _ => "bursts of 20",
        }
    }

    /// To one of the core, who reads everything.
    fn whisper(&mut self, number: usize) -> &'static str {
        let hearer = self.random.usize(0..self.core);
        if hearer != number {
            let actor = &mut self.actors[number];
            let text = actor.text(0);
            actor.send(format!("/msg core{hearer} {text}\n").as_bytes());
            actor.follower.say(text);
        }
        "whispers"
    }

    fn command(&mut self, number: usize, command: &'static str) -> &'static str {
        self.actors[number].send(format!("{command}\n").as_bytes());
        "questions"
    }

    fn rename(&mut self, number: usize) -> &'static str {
        let name = self.name();
        let actor = &mut self.actors[number];
        actor.send(format!("/nick {name}\n").as_bytes());
        actor.follower.ask(name, &mut self.checker);
        "renames"
    }

    /// With words before and behind it, each for its room.
    fn walk(&mut self, number: usize, room: String) -> &'static str {
        if self.actors[number].room == room {
            return self.say(number, 1, 0);
        }
        let actor = &mut self.actors[number];
        let before = actor.text(0);
        actor.room = room;
        let behind = actor.text(0);
        actor.send(format!("{before}\n/join {}\n{behind}\n", actor.room).as_bytes());
        actor.follower.say(before);
        actor.follower.say(behind);
        "moves"
    }

    fn pause(&mut self, number: usize) -> &'static str {
        let span = Duration::from_millis(self.random.u64(200..3000));
        self.actors[number].state = State::Paused(Instant::now() + span);
        self.actors[number].client.reads = false;
        "pauses"
    }

    /// Reads nothing any more; every other one asks for much besides.
    fn stick(&mut self, number: usize) -> &'static str {
        let is_stuck = |state| matches!(state, State::Stuck(_));
        if self.actors.iter().filter(|actor| is_stuck(actor.state)).count() >= MOST_STUCK {
            return self.say(number, 1, 0);
        }
        let asks = self.random.bool();
        let actor = &mut self.actors[number];
        actor.state = State::Stuck(Instant::now() + STUCK);
        actor.client.reads = false;
        actor.follower.forget(&mut self.checker);
        if asks {
            actor.send("/help\n".repeat(QUESTIONS).as_bytes());
        }
        "stuck"
    }

    fn quit(&mut self, number: usize) -> &'static str {
        self.say(number, 2, 0);
        self.actors[number].send(b"/quit\n");
        self.actors[number].leave();
        "quits"
    }

    /// The last line has no end of its own.
    fn end_input(&mut self, number: usize) -> Result<&'static str, LoadError> {
        self.say(number, 2, 0);
        let actor = &mut self.actors[number];
        let half = actor.text(0);
        actor.send(half.as_bytes());
        actor.follower.say(half);
        if actor.client.is_sent() {
            actor.client.socket.shutdown(Shutdown::Write)?;
            actor.leave();
            return Ok("half-closes");
        }
        // The rest is on its way; the end has to come behind it.
        actor.send(b"\n");
        Ok("half-closes that had to wait")
    }

    fn reset(&mut self, number: usize) -> Result<&'static str, LoadError> {
        let socket = socket2::SockRef::from(&self.actors[number].client.socket);
        socket.set_linger(Some(Duration::ZERO))?;
        self.come_back(number)?;
        Ok("resets")
    }

    /// The network cuts a connection, if it is between.
    fn doom(&mut self, number: usize) -> &'static str {
        let Some(port) = self.actors[number].proxied else { return self.say(number, 1, 0) };
        let order = if self.random.bool() { Order::Cut } else { Order::HalfOpen };
        self.proxy.order(port, order);
        self.say(number, 5, 0);
        self.actors[number].state = State::Doomed(Instant::now() + DOOM);
        "cuts by the network"
    }
}
