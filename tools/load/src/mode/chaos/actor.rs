//! One of those who make trouble: its connection, and what may happen to it.

use std::time::{Duration, Instant};

use super::checker::Checker;
use super::follower::Follower;
use crate::client::Client;

/// How long a client that leaves may have to wait for the end, and one that has come for a name.
const PATIENCE: Duration = Duration::from_secs(30);

/// A client of the chaos.
pub struct Actor {
    pub client: Client,
    pub follower: Follower,
    /// Tells its words from everybody else's.
    pub number: u64,
    /// How much it has said.
    pub said: u64,
    /// Where it is when all that it has sent is done.
    pub room: String,
    pub state: State,
    /// Its port, if the bad network is between it and the server.
    pub proxied: Option<u16>,
    /// When it came.
    pub since: Instant,
}

/// What a client is about, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Present,
    /// It reads nothing for a while that is too short to be cut off for.
    Paused(Instant),
    /// It reads nothing any more.
    Stuck(Instant),
    /// It has said goodbye or ended its input, and hears the rest.
    Leaving(Instant),
    /// Its connection is about to be cut.
    Doomed(Instant),
}

impl Actor {
    /// What it says next. The room comes first, so that it is seen if it is heard elsewhere.
    pub fn text(&mut self, filling: usize) -> String {
        self.said += 1;
        format!("{} {}-{}{}", self.room, self.number, self.said, " and so on".repeat(filling))
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.client.queue(bytes);
        self.client.flush();
    }

    /// Whether it can do something now.
    pub fn is_free(&self) -> bool {
        self.client.open && self.follower.inside && self.state == State::Present
    }

    /// Looks after it. True if its connection has to be replaced.
    pub fn tend(&mut self, now: Instant, checker: &mut Checker) -> bool {
        match self.state {
            State::Paused(until) if now > until => {
                self.state = State::Present;
                self.client.reads = true;
            }
            State::Stuck(until) | State::Doomed(until) if now > until => return true,
            State::Leaving(until) if now > until => {
                checker.faults.add(format!("{} left and was not let go", self.follower.name()));
                return true;
            }
            _ => {}
        }
        let is_outside = self.state == State::Present && !self.follower.inside;
        if is_outside && self.client.open && now > self.since + PATIENCE {
            checker.faults.add(format!("{} was not let in", self.follower.name()));
            return true;
        }
        false
    }

    /// Its connection has ended. False if that should not have been.
    pub fn ended(&mut self, checker: &mut Checker) -> bool {
        match self.state {
            State::Leaving(_) => self.follower.conclude(checker),
            State::Stuck(_) | State::Doomed(_) => {}
            State::Present | State::Paused(_) => {
                let why =
                    self.client.failure.as_ref().map_or("closed".to_owned(), ToString::to_string);
                checker
                    .faults
                    .complain(format!("{} was disconnected: {why}", self.follower.name()));
                return false;
            }
        }
        true
    }

    /// It goes, and waits for the end.
    pub fn leave(&mut self) {
        self.state = State::Leaving(Instant::now() + PATIENCE);
    }
}
