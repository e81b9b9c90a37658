//! A steady rate. The latency counts from the time when a message was due, not from when it was
//! sent: a generator that is held up must not hide it (coordinated omission).

use std::fmt::Display;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use super::Run;
use crate::error::LoadError;
use crate::protocol::Line;
use crate::report::Latency;
use crate::tally::Tally;

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
        self.report.messages = (total / clients) as u64;
        let hearers = clients - usize::from(!self.engine.protocol.echoes());
        self.report.expected = (total * hearers) as u64;
        self.bar.set_length(self.report.expected);
        let mut histogram = Histogram::<u64>::new_with_bounds(1, LONGEST, 3).map_err(failed)?;
        let (mut sent, mut tally) = (0, Tally::new(clients, size));
        self.begin();
        // When message `nth` is due; the clients take turns.
        let start = self.began;
        let due = |nth: usize| start + interval * u32::try_from(nth).unwrap_or(u32::MAX);
        let end = due(total) + AFTER;
        while tally.delivered < self.report.expected && Instant::now() < end {
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
                let Line::Said(text) = line else { return };
                let Some((sender, count)) = tally.saw(receiver, text) else { return };
                let late = due(count as usize * clients + sender).elapsed().as_micros();
                histogram.saturating_record(u64::try_from(late).unwrap_or(LONGEST).max(1));
            })?;
            self.bar.set_position(tally.delivered);
        }
        self.report.delivered = tally.delivered;
        self.report.wrong = tally.wrong;
        self.report.stalled = tally.delivered < self.report.expected;
        self.report.latency = Some(latency(&histogram));
        self.end();
        Ok(())
    }

    /// The time between two messages, and how many there are.
    fn plan(&self) -> Result<(Duration, usize), LoadError> {
        let seconds = |option, seconds| {
            Duration::try_from_secs_f64(seconds)
                .map_err(|error| LoadError::Failed(format!("{option}: {error}")))
        };
        let interval = seconds("--rate", 1.0 / self.shape.rate)?;
        let span = seconds("--seconds", self.shape.seconds)?;
        let total = span.as_nanos().checked_div(interval.as_nanos()).unwrap_or(0);
        Ok((interval, usize::try_from(total).unwrap_or(usize::MAX)))
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
