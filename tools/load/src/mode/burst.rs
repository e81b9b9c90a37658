//! Everybody says everything at once; in `slow`, one of them reads nothing.

use std::time::Duration;

use super::Run;
use crate::client::Client;
use crate::error::LoadError;
use crate::protocol::Line;
use crate::tally::Tally;

impl Run<'_> {
    pub(super) fn burst(&mut self) -> Result<(), LoadError> {
        self.engine.log_in(self.shape.clients, self.shape.rooms)?;
        self.report.expected = self.expected(self.shape.clients);
        self.everybody_talks(0)
    }

    pub(super) fn slow(&mut self) -> Result<(), LoadError> {
        self.engine.log_in(self.shape.clients, 1)?;
        self.report.expected = self.expected(self.shape.clients - 1);
        self.engine.clients[0].reads = false;
        self.everybody_talks(1)?;
        self.fate_of_the_slow_one()
    }

    /// How many deliveries there will be when `talkers` of the clients talk and read.
    fn expected(&self, talkers: usize) -> u64 {
        let rooms = self.shape.rooms;
        let own = usize::from(!self.engine.protocol.echoes());
        let messages = self.shape.messages;
        let of_room = |room| {
            let members = talkers / rooms + usize::from(room < talkers % rooms);
            (members * members.saturating_sub(own) * messages) as u64
        };
        (0..rooms).map(of_room).sum()
    }

    /// All clients from `first` on send all their messages.
    fn everybody_talks(&mut self, first: usize) -> Result<(), LoadError> {
        let (clients, size) = (self.shape.clients, self.shape.size);
        let mut tally = Tally::new(clients, size);
        for number in first..clients {
            let room = number % self.shape.rooms;
            let said = (0..self.shape.messages)
                .map(|count| self.engine.protocol.say(room, &Tally::text(number, count, size)));
            let said: String = said.collect();
            self.engine.clients[number].queue(said.as_bytes());
        }
        self.bar.set_length(self.report.expected);
        self.begin();
        self.engine.clients.iter_mut().for_each(Client::flush);
        while tally.delivered < self.report.expected && !self.is_stalled() {
            self.engine.turn(Duration::from_millis(100), |receiver, line| match line {
                Line::Said(text) => _ = tally.saw(receiver, text),
                Line::Foreign => tally.wrong += 1,
                _ => {}
            })?;
            self.bar.set_position(tally.delivered);
            if self.engine.clients[first..].iter().all(|client| !client.open) {
                break;
            }
        }
        self.report.stalled = self.is_stalled();
        self.report.delivered = tally.delivered;
        self.report.wrong = tally.wrong;
        self.end();
        Ok(())
    }

    /// Lets the slow reader read after all, to learn whether it is still connected.
    fn fate_of_the_slow_one(&mut self) -> Result<(), LoadError> {
        let mut lines = 0_u64;
        let mut buffer = vec![0; 1 << 16];
        let client = &mut self.engine.clients[0];
        client.reads = true;
        client.read(&mut buffer, |_| lines += 1);
        self.engine.settle()?;
        let open = self.engine.clients[0].open;
        let fate = if open { "still connected" } else { "disconnected" };
        self.report.notes.push(format!("the slow reader is {fate}"));
        self.report.notes.push(format!("it found {lines} lines in its own socket"));
        Ok(())
    }
}
