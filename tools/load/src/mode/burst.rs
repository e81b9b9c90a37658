//! Everybody says everything at once; in `slow`, one of them reads nothing.

use std::time::{Duration, Instant};

use super::Run;
use crate::error::LoadError;
use crate::protocol::Line;
use crate::shape::Shape;
use crate::tally::{Audience, Tally};

/// How long nothing may come once all that is missing is what clients that are gone have said.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How long a server may take to cut off a client that did not read, after all others are done.
const VERDICT: Duration = Duration::from_secs(1);

impl Run<'_> {
    pub(super) fn burst(&mut self) -> Result<(), LoadError> {
        self.engine.log_in(self.shape.clients, self.shape.rooms)?;
        self.everybody_talks(0)
    }

    pub(super) fn slow(&mut self) -> Result<(), LoadError> {
        self.engine.log_in(self.shape.clients, 1)?;
        self.engine.clients[0].reads = false;
        self.everybody_talks(1)?;
        self.fate_of_the_slow_one()
    }

    /// All clients from `first` on send all their messages.
    fn everybody_talks(&mut self, first: usize) -> Result<(), LoadError> {
        let mut tally = self.prepare(first);
        self.report.expected = tally.expected;
        self.bar.set_length(tally.expected);
        self.begin();
        for number in first..self.shape.clients {
            self.engine.send(number, &[]);
        }
        while !tally.is_settled() && !self.is_stalled() {
            self.engine.turn(Duration::from_millis(100), |receiver, line| {
                tally.hear(receiver, line);
            })?;
            self.bar.set_position(tally.delivered);
            self.engine.take_closed().into_iter().for_each(|number| tally.close(number));
            if self.engine.heard.elapsed() > LAST_WORDS && tally.only_misses_the_gone() {
                break;
            }
        }
        self.finish(&tally);
        Ok(())
    }

    /// Puts everything that the clients from `first` on will say into their hands.
    fn prepare(&mut self, first: usize) -> Tally {
        let &Shape { clients, rooms, messages, size, .. } = self.shape;
        let protocol = self.engine.protocol;
        for number in first..clients {
            let room = number % rooms;
            let said: String = (0..messages)
                .map(|count| protocol.say(room, &Tally::text(number, count, size)))
                .collect();
            self.engine.clients[number].queue(said.as_bytes());
        }
        let audience = Audience { clients, rooms, first, echoes: protocol.echoes() };
        Tally::new(audience, messages, size)
    }

    /// Lets the slow reader read after all, to learn whether it is still connected.
    fn fate_of_the_slow_one(&mut self) -> Result<(), LoadError> {
        let start = Instant::now();
        let mut lines = 0_u64;
        let mut count = |number, line: &Line<'_>| {
            lines += u64::from(number == 0 && matches!(line, Line::Said(_)));
        };
        self.engine.clients[0].reads = true;
        while self.engine.clients[0].open && start.elapsed() < VERDICT {
            // It may have become readable long ago, which is not told again.
            self.engine.read(0, &mut count);
            self.engine.turn(Duration::from_millis(20), &mut count)?;
        }
        let fate = if self.engine.clients[0].open {
            "still connected"
        } else {
            self.report.disconnected += 1;
            "disconnected"
        };
        let of = self.report.messages * (self.report.clients - 1);
        let note = format!("the slow reader was {fate}, and found {lines} of {of} lines");
        self.report.notes.push(note);
        Ok(())
    }
}
