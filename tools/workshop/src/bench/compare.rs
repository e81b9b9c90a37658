//! Medians, ranges, and ratios round by round.

use load::Report;
use load::plot::Spread;

use super::metric::Metric;
use super::results::{Results, Run};

/// A figure of a server over all rounds.
pub fn spread(results: &Results, key: &str, server: &str, metric: &Metric) -> Option<Spread> {
    let values = results.runs_of(key, server).filter_map(|run| value(run, metric));
    Spread::of(values)
}

/// How many times the other server's figure it is: the ratio of each round, so that what slowed
/// the machine in one round slowed both, and of these the median and the range.
pub fn ratio(
    results: &Results,
    key: &str,
    (server, other): (&str, &str),
    metric: &Metric,
) -> Option<Spread> {
    let of_round = |run: &Run| {
        let beside = results.runs_of(key, other).find(|other| other.round == run.round)?;
        let same = is_same_work(run.report.as_ref()?, beside.report.as_ref()?);
        let (value, yardstick) = (value(run, metric)?, value(beside, metric)?);
        (same && yardstick > 0.0).then_some(value / yardstick)
    };
    Spread::of(results.runs_of(key, server).filter_map(of_round))
}

fn value(run: &Run, metric: &Metric) -> Option<f64> {
    (metric.get)(run.report.as_ref()?)
}

/// Servers may have been asked for less where they cannot do more.
fn is_same_work(one: &Report, other: &Report) -> bool {
    let work = |report: &Report| (report.clients, report.rooms, report.messages, report.size);
    work(one) == work(other)
}

/// What went wrong in the runs of a server, all rounds together.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub runs: usize,
    pub expected: u64,
    pub lost: u64,
    pub wrong: u64,
    pub disconnected: u64,
    pub stalled: usize,
    /// Runs without a report.
    pub failed: usize,
    /// Different reasons, in the order in which they came.
    pub errors: Vec<String>,
}

impl Trouble {
    pub fn of(results: &Results, key: &str, server: &str) -> Self {
        let mut trouble = Self::default();
        for run in results.runs_of(key, server) {
            trouble.add(run);
        }
        trouble
    }

    /// With what went wrong in another scenario.
    pub fn and(mut self, other: Self) -> Self {
        self.runs += other.runs;
        self.expected += other.expected;
        self.lost += other.lost;
        self.wrong += other.wrong;
        self.disconnected += other.disconnected;
        self.stalled += other.stalled;
        self.failed += other.failed;
        self.errors.extend(other.errors);
        self
    }

    /// Whether a figure of these runs says little.
    pub fn is_serious(&self) -> bool {
        self.lost + self.wrong > 0 || self.stalled + self.failed > 0
    }

    /// A part of the runs in words.
    pub fn of_runs(&self, part: usize) -> String {
        let all = self.runs;
        if all == 1 { "the run".to_owned() } else { format!("{part} of {all} runs") }
    }

    fn add(&mut self, run: &Run) {
        self.runs += 1;
        self.failed += usize::from(run.report.is_none());
        if let Some(report) = &run.report {
            self.expected += report.expected;
            self.lost += report.lost;
            self.wrong += report.wrong;
            self.disconnected += report.disconnected;
            self.stalled += usize::from(report.stalled);
        }
        if let Some(error) = &run.error
            && !self.errors.contains(error)
        {
            self.errors.push(error.clone());
        }
    }
}
