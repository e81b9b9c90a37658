//! Everybody comes into one room at once.

use std::time::Duration;

use super::Run;
use crate::client::Client;
use crate::error::LoadError;
use crate::protocol::Line;
use crate::tally::Tally;

impl Run<'_> {
    /// All clients are connected and have been asked for their names; then all answer at once.
    /// It is over when each of two clients, but only one of them, has seen the other one come.
    pub(super) fn storm(&mut self) -> Result<(), LoadError> {
        let count = self.shape.clients;
        let protocol = self.engine.protocol;
        if protocol.has_presence() {
            self.report.expected = (count * (count - 1) / 2) as u64;
        }
        let mut tally = Tally::new(count, self.shape.size);
        // A server without a login has them inside as soon as they are connected.
        let comes_by_hello = !protocol.hello(0, 0).is_empty();
        if comes_by_hello {
            self.engine.connect_all(count)?;
        }
        self.bar.set_length(self.report.expected.max(count as u64));
        self.begin();
        for number in 0..count {
            if comes_by_hello {
                self.engine.send(number, protocol.hello(number, 0).as_bytes());
            } else {
                self.engine.connect()?;
            }
        }
        self.watch_them_come(&mut tally)?;
        self.report.stalled = self.is_stalled();
        self.report.delivered = tally.delivered;
        self.report.wrong = tally.wrong + self.engine.refused;
        self.end();
        Ok(())
    }

    fn watch_them_come(&mut self, tally: &mut Tally) -> Result<(), LoadError> {
        let count = self.shape.clients;
        let welcomes = self.engine.protocol.welcomes();
        let all_inside = |run: &Self| run.engine.clients.iter().all(Client::is_inside);
        while tally.delivered < self.report.expected || welcomes && !all_inside(self) {
            if self.is_stalled() {
                break;
            }
            self.engine.turn(Duration::from_millis(100), |receiver, line| {
                let Line::Joined(comer) = *line else { return };
                // On IRC everybody is told of themselves as well.
                let known = comer < count && comer != receiver;
                if known && !tally.record(receiver, comer, 0) {
                    tally.wrong += 1;
                }
            })?;
            self.bar.set_position(tally.delivered);
        }
        Ok(())
    }
}
