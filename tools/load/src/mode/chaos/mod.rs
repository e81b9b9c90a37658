//! Everybody does everything at once, in part through a bad network, and nobody who is there may
//! miss a line or see another order than the others.
//!
//! - `crowd`, `actor`: the clients; `deeds`: what they do
//! - `proxy`, `pump`: the bad network
//! - `follower`: what a client hears; `checker`, `log`, `faults`: whether that is what others hear
//! - `watch`: what the server says of itself

mod actor;
mod checker;
mod crowd;
mod deeds;
mod faults;
mod follower;
mod log;
mod proxy;
mod pump;
#[cfg(test)]
mod tests;
mod watch;

use std::thread;
use std::time::{Duration, Instant};

use super::Run;
use super::churn::{SAMPLES, SLACK, median};
use crate::error::LoadError;
use crate::process::Snapshot;
use crate::protocol::Protocol;
use crowd::Crowd;

/// Time between two deeds.
const DEED: Duration = Duration::from_millis(2);

/// How long everybody may take to see what they have still to see.
const SETTLE: Duration = Duration::from_secs(30);

/// How long the server may take to forget all when everybody has gone.
const FORGET: Duration = Duration::from_secs(15);

/// What the server takes at one moment.
struct Sample {
    process: Snapshot,
    tasks: Option<u64>,
}

impl Run<'_> {
    pub(super) fn chaos(&mut self) -> Result<(), LoadError> {
        if self.engine.protocol != Protocol::Chat {
            return Err(LoadError::WrongProtocol("chaos", self.engine.protocol.name()));
        }
        let seed = self.shape.seed;
        // First of all: whoever wants to see it again needs it even if this ends badly.
        self.bar.println(format!("seed {seed}"));
        self.report.notes.push(format!("seed {seed}"));
        let before = self.sample();
        let mut crowd = Crowd::new(self.target.addr, seed)?;
        crowd.enter(self.shape.clients)?;
        let samples = self.rage(&mut crowd)?;
        crowd.settle(SETTLE)?;
        self.engine.heard = Instant::now();
        self.count(&crowd);
        drop(crowd);
        self.judge_samples(&before, samples);
        Ok(())
    }

    fn sample(&self) -> Sample {
        Sample { process: self.look(), tasks: self.target.metrics.and_then(watch::tasks) }
    }

    fn rage(&mut self, crowd: &mut Crowd) -> Result<Vec<Sample>, LoadError> {
        let span = Duration::from_secs_f64(self.shape.seconds);
        self.bar.set_length(span.as_secs());
        self.begin();
        let (mut deeds, mut looks, mut samples) = (0, 0, Vec::new());
        while self.began.elapsed() < span {
            while DEED * deeds < self.began.elapsed() {
                crowd.act()?;
                deeds += 1;
            }
            crowd.turn()?;
            if self.began.elapsed() > span * looks / SAMPLES {
                looks += 1;
                samples.push(self.sample());
            }
            self.bar.set_position(self.began.elapsed().as_secs());
        }
        Ok(samples)
    }

    fn count(&mut self, crowd: &Crowd) {
        let checker = &crowd.checker;
        let faults = &checker.faults;
        self.report.delivered = checker.lines;
        self.report.expected = checker.lines + faults.lost;
        self.report.wrong = faults.wrong;
        self.end();
        self.report.disconnected = crowd.disconnected;
        let deeds = crowd.deeds.iter().map(|(deed, count)| format!("{count} {deed}"));
        let notes = &mut self.report.notes;
        notes.push(deeds.collect::<Vec<_>>().join(", "));
        notes.push(format!(
            "{}; {} were seen to be cut off",
            crowd.proxy.counts(),
            checker.too_slow
        ));
        notes.extend(faults.complaints.iter().map(|complaint| format!("VIOLATION: {complaint}")));
    }

    /// Whether what the server takes stays the same, and is given back when everybody has gone.
    fn judge_samples(&mut self, before: &Sample, samples: Vec<Sample>) {
        let tasks: Vec<u64> = samples.iter().filter_map(|sample| sample.tasks).collect();
        let processes: Vec<Snapshot> = samples.into_iter().map(|sample| sample.process).collect();
        self.judge(&processes);
        let (early, late) = tasks.split_at(tasks.len() / 2);
        let (early, late) = (median(early, &|&n| n), median(late, &|&n| n));
        if let Some(first) = before.tasks {
            self.state("tasks", early, late, late <= early + early / 10 + SLACK);
            let last = wait_for(first, || self.sample().tasks.unwrap_or(u64::MAX));
            self.state("tasks before and after all", first, last, last <= first);
        }
        // It is not known if the process cannot be looked at.
        if self.report.flat.is_some() {
            let first = before.process.descriptors;
            let last = wait_for(first, || self.look().descriptors);
            self.state("descriptors before and after all", first, last, last <= first);
        }
    }
}

/// Looks until it is no more than at first, for a while; returns what it was last.
fn wait_for(first: u64, look: impl Fn() -> u64) -> u64 {
    let start = Instant::now();
    let mut last = look();
    while last > first && start.elapsed() < FORGET {
        thread::sleep(Duration::from_millis(100));
        last = look();
    }
    last
}
