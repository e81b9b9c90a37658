//! Everybody comes into one room at once.

use std::time::Duration;

use super::Run;
use crate::client::Client;
use crate::error::LoadError;
use crate::protocol::Line;
use crate::tally::{Audience, Tally};

/// How many connect at a time where connecting is coming in: as many as the stages keep that they
/// have not accepted, with some to spare.
const AT_ONCE: usize = 512;

/// Who has seen whom come.
struct Arrivals {
    tally: Tally,
    /// The number under which others see client `n` come.
    names: Vec<usize>,
}

impl Run<'_> {
    /// All clients are connected and have been asked for their names; then all answer at once.
    /// Where there is no login, they connect at once. It is over when each of two clients, but
    /// only one of them, has seen the other one come.
    pub(super) fn storm(&mut self) -> Result<(), LoadError> {
        let count = self.shape.clients;
        let protocol = self.engine.protocol;
        let mut arrivals = Arrivals::new(count);
        let pairs = if protocol.has_presence() { count * (count - 1) / 2 } else { 0 };
        arrivals.tally.expected = pairs as u64;
        self.report.expected = arrivals.tally.expected;
        self.bar.set_length(self.report.expected.max(count as u64));
        if protocol.has_login() {
            self.engine.connect_all(count)?;
            self.begin();
            for number in 0..count {
                self.engine.send(number, protocol.hello(number, 0).as_bytes());
            }
        } else {
            self.engine.in_flight = AT_ONCE;
            self.begin();
            let ready = |client: &Client| client.is_inside() || !protocol.welcomes();
            self.engine.fill(count, |_, _| {}, ready, |to, line| arrivals.see(to, line))?;
        }
        self.watch_them_come(&mut arrivals)?;
        self.finish(&arrivals.tally);
        self.report.wrong += self.engine.refused;
        Ok(())
    }

    fn watch_them_come(&mut self, arrivals: &mut Arrivals) -> Result<(), LoadError> {
        let welcomes = self.engine.protocol.welcomes();
        let all_inside = |run: &Self| run.engine.clients.iter().all(Client::is_inside);
        while !arrivals.tally.is_settled() || welcomes && !all_inside(self) {
            if self.is_stalled() {
                break;
            }
            let timeout = Duration::from_millis(100);
            self.engine.turn(timeout, |receiver, line| arrivals.see(receiver, line))?;
            self.bar.set_position(arrivals.tally.delivered);
        }
        Ok(())
    }
}

impl Arrivals {
    fn new(count: usize) -> Self {
        let tally = Tally::new(Audience::all(count), 1, 0);
        Self { tally, names: (0..count).collect() }
    }

    fn see(&mut self, receiver: usize, line: &Line<'_>) {
        match *line {
            Line::Named(name) => self.names[receiver] = name,
            Line::Joined(comer) => self.come(self.names[receiver], comer),
            _ => {}
        }
    }

    fn come(&mut self, receiver: usize, comer: usize) {
        let count = self.names.len();
        // On IRC everybody is told of themselves as well; others may be on the server besides.
        if receiver == comer || receiver.max(comer) >= count {
            return;
        }
        if self.tally.has_seen(comer, receiver) || !self.tally.record(receiver, comer, 0) {
            self.tally.wrong += 1;
        }
    }
}
