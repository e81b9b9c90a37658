//! A steady rate. The latency counts from the time when a message was due, not from when it was
//! sent: a generator that is held up must not hide it (coordinated omission).

use std::fmt::Display;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use super::Run;
use crate::error::LoadError;
use crate::report::Latency;
use crate::tally::{Audience, MOST_MESSAGES, Tally};

/// The longest latency that is told apart, in microseconds.
const LONGEST: u64 = 60_000_000;

/// How exactly epoll can wait; the rest is spent looking again and again.
const COARSE: Duration = Duration::from_millis(1);

/// How long the last messages may take.
const AFTER: Duration = Duration::from_secs(5);

/// The points of the curve: one is the same as nine.
const STEPS: [f64; 9] = [0.1, 0.25, 0.5, 0.75, 0.9, 0.925, 0.95, 0.975, 0.99];

impl Run<'_> {
    pub(super) fn paced(&mut self) -> Result<(), LoadError> {
        let (clients, size) = (self.shape.clients, self.shape.size);
        self.engine.log_in(clients, 1)?;
        let (interval, total) = self.plan()?;
        let mut tally = self.audience_of(total);
        let mut histogram = Histogram::<u64>::new_with_bounds(1, LONGEST, 3).map_err(failed)?;
        let mut sent = 0;
        self.begin();
        // When message `nth` is due; the clients take turns.
        let start = self.began;
        let due = |nth: usize| start + interval * u32::try_from(nth).unwrap_or(u32::MAX);
        let end = due(total) + AFTER;
        while !tally.is_settled() && Instant::now() < end {
            let now = Instant::now();
            while sent < total && due(sent) <= now {
                let text = Tally::text(sent % clients, sent / clients, size);
                let said = self.engine.protocol.say(0, &text);
                self.engine.send(sent % clients, said.as_bytes());
                sent += 1;
            }
            let idle = sent == total || due(sent) > now + COARSE * 2;
            let timeout = if idle { COARSE } else { Duration::ZERO };
            self.engine.turn(timeout, |receiver, line| {
                let Some((sender, count)) = tally.hear(receiver, line) else { return };
                let late = due(count as usize * clients + sender).elapsed().as_micros();
                histogram.saturating_record(u64::try_from(late).unwrap_or(LONGEST).max(1));
            })?;
            self.bar.set_position(tally.delivered);
            self.engine.take_closed().into_iter().for_each(|number| tally.close(number));
        }
        self.finish(&tally);
        self.report.stalled = !tally.is_settled();
        self.report.latency = Some(latency(&histogram));
        Ok(())
    }

    /// What is to be heard if the clients say so many messages in turn.
    fn audience_of(&mut self, total: usize) -> Tally {
        let clients = self.shape.clients;
        let echoes = self.engine.protocol.echoes();
        let audience = Audience { echoes, ..Audience::all(clients) };
        let mut tally = Tally::new(audience, total.div_ceil(clients), self.shape.size);
        tally.expected = (total * (clients - usize::from(!echoes))) as u64;
        self.report.messages = (total / clients) as u64;
        self.report.expected = tally.expected;
        self.bar.set_length(tally.expected);
        tally
    }

    /// The time between two messages, and how many there are.
    fn plan(&self) -> Result<(Duration, usize), LoadError> {
        let interval = Duration::from_secs_f64(1.0 / self.shape.rate);
        let span = Duration::from_secs_f64(self.shape.seconds);
        let total = span.as_nanos() / interval.as_nanos().max(1);
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        if total.div_ceil(self.shape.clients) > MOST_MESSAGES {
            let why = format!("that would be {total} messages, more than can be numbered");
            return Err(LoadError::Failed(why));
        }
        Ok((interval, total))
    }
}

fn failed(error: impl Display) -> LoadError {
    LoadError::Failed(error.to_string())
}

fn latency(histogram: &Histogram<u64>) -> Latency {
    let at = |percent: f64| histogram.value_at_quantile(percent / 100.0);
    let mut curve = vec![(0.0, histogram.min())];
    let mut rest = 100.0;
    while rest > 0.01 {
        for step in STEPS {
            let percent = 100.0 - rest * (1.0 - step);
            curve.push((percent, at(percent)));
        }
        rest /= 100.0;
    }
    curve.push((100.0, histogram.max()));
    Latency {
        p50: at(50.0),
        p90: at(90.0),
        p99: at(99.0),
        p99_9: at(99.9),
        max: histogram.max(),
        mean: histogram.mean(),
        count: histogram.len(),
        curve,
    }
}
