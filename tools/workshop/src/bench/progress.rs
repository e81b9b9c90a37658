//! What runs now, and how long it will take.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use super::metric;
use super::results::{Plan, Run};

/// Tells standard error what happens.
pub struct Progress {
    rounds: u32,
    /// Scenario and server of each run that is still to be made, in order.
    left: Vec<(String, String)>,
    total: usize,
    /// How long the last such run took, in seconds.
    took: BTreeMap<(String, String), f64>,
}

impl Progress {
    pub fn of(plans: &[Plan], rounds: u32) -> Self {
        let name = |plan: &Plan| (plan.scenario.key.clone(), plan.server.clone());
        let left: Vec<_> = plans.iter().map(name).collect();
        Self { rounds, total: left.len(), left, took: BTreeMap::new() }
    }

    pub fn begin(&self, plan: &Plan) {
        let number = self.total - self.left.len() + 1;
        let left = self.estimate().map(|left| format!(" ({left} left)")).unwrap_or_default();
        eprint!(
            "[{number}/{}] round {} of {}{left}: {}: {} … ",
            self.total,
            plan.round,
            self.rounds,
            plan.server,
            plan.args.join(" "),
        );
        // Whoever closed standard error does not want to know.
        let _ = io::stderr().flush();
    }

    pub fn end(&mut self, run: &Run) {
        let found = run.report.as_ref().map(metric::summary);
        let texts: Vec<String> = found.into_iter().chain(run.error.clone()).collect();
        eprintln!("{}", texts.join("; "));
        if !self.left.is_empty() {
            let name = self.left.remove(0);
            self.took.insert(name, run.seconds);
        }
    }

    /// About how long the rest takes: as long as the same runs took before, or else the average.
    fn estimate(&self) -> Option<String> {
        let count = u32::try_from(self.took.len()).ok().filter(|count| *count > 0)?;
        let average = self.took.values().sum::<f64>() / f64::from(count);
        let time = |name| self.took.get(name).copied().unwrap_or(average);
        let seconds: f64 = self.left.iter().map(time).sum();
        let seconds = Duration::from_secs_f64(seconds.max(0.0)).as_secs();
        Some(match seconds {
            0..60 => format!("about {seconds} s"),
            _ => format!("about {} min", seconds.div_ceil(60)),
        })
    }
}
