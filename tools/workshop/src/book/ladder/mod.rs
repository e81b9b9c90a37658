//! What was tried to make the tuned server fast, and what each try brought. The file may hold more
//! than is shown.
//!
//! - `tables`: the tables that pages show

mod tables;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use load::plot::{Bar, BarChart, Spread, trimmed};
use serde::Deserialize;

use super::html;
use super::page::read;

/// Written by whoever tunes the server.
const FILE: &str = "encore/tuned/ladder.toml";

/// The scenario that the plot is of.
const PLOTTED: &str = "burst-100";

/// All that was tried, in its order.
#[derive(Debug, Deserialize)]
pub struct Ladder {
    machine: Machine,
    /// What each scenario does, by its name.
    scenarios: BTreeMap<String, String>,
    #[serde(rename = "rung")]
    rungs: Vec<Rung>,
    /// Where the time goes before and after.
    #[serde(rename = "profile", default)]
    shares: Vec<Share>,
    /// What the whole ladder came to, beside others.
    #[serde(rename = "result", default)]
    results: Vec<Outcome>,
}

/// What it was measured on.
#[derive(Debug, Deserialize)]
struct Machine {
    cores: u32,
    system: String,
    /// What else it did.
    load: String,
}

/// One thing that was tried.
#[derive(Debug, Deserialize)]
struct Rung {
    name: String,
    what: String,
    /// Whatever else there is to say.
    note: Option<String>,
    /// Whether it is part of the server.
    kept: bool,
    /// What it added to the sources, less what it removed.
    lines: i64,
    #[serde(default)]
    measured: Vec<Measured>,
}

/// What it changed in one scenario. Before and after were measured in turns.
#[derive(Debug, Deserialize)]
struct Measured {
    scenario: String,
    unit: String,
    rounds: u32,
    before: f64,
    before_range: [f64; 2],
    after: f64,
    after_range: [f64; 2],
    /// After to before.
    ratio: f64,
    /// Of the rounds, if it was written down.
    ratio_range: Option<[f64; 2]>,
}

/// A part of the processor time of two servers, of 1.
#[derive(Debug, Deserialize)]
struct Share {
    what: String,
    stage6: f64,
    tuned: f64,
}

/// The tuned server beside others, and what was aimed at.
#[derive(Debug, Deserialize)]
struct Outcome {
    scenario: String,
    unit: String,
    rounds: u32,
    tuned: f64,
    tuned_range: [f64; 2],
    stage6: Option<f64>,
    stage6_range: Option<[f64; 2]>,
    floor: Option<f64>,
    floor_range: Option<[f64; 2]>,
    nats: Option<f64>,
    nats_range: Option<[f64; 2]>,
    target: String,
    reached: bool,
    /// Why it was missed, or whatever else there is to say.
    why: Option<String>,
}

impl Ladder {
    pub fn load(root: &Path) -> Result<Self, String> {
        Self::parse(&read(&root.join(FILE))?)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let ladder: Self = toml::from_str(text).map_err(|error| format!("{FILE}: {error}"))?;
        let measured = ladder.rungs.iter().flat_map(|rung| &rung.measured);
        let named = measured.map(|measured| &measured.scenario);
        for name in named.chain(ladder.results.iter().map(|outcome| &outcome.scenario)) {
            if !ladder.scenarios.contains_key(name) {
                return Err(format!("{FILE} does not say what {name} is"));
            }
        }
        let shares = ladder.shares.iter().flat_map(|share| [share.stage6, share.tuned]);
        if let Some(share) = shares.into_iter().find(|share| !(0.0..=1.0).contains(share)) {
            return Err(format!("{FILE}: {share} is no share of a profile"));
        }
        Ok(ladder)
    }

    /// How much each rung brought in the scenario that most were measured in.
    pub fn plot(&self) -> String {
        let bars = self.rungs.iter().filter_map(Rung::bar);
        let what = self.scenarios.get(PLOTTED).map_or(PLOTTED, String::as_str);
        BarChart {
            title: "Each try, to the one before it".to_owned(),
            subtitle: format!("{what}: ratios of deliveries per CPU-second, 1 changes nothing"),
            format: |value| format!("{} ×", trimmed(value)),
            bars: bars.collect(),
        }
        .svg()
    }

    /// A rung's lines, or its ratio in a scenario: `journal lines`, `journal burst-100`.
    pub fn figure(&self, inner: &str) -> Result<String, String> {
        let words: Vec<&str> = inner.split_whitespace().collect();
        let [name, what] = words[..] else {
            return Err(format!("{inner:?} is not RUNG SCENARIO or RUNG lines"));
        };
        let rung = self.rungs.iter().find(|rung| rung.name == name);
        let rung = rung.ok_or_else(|| format!("no rung is called {name:?}"))?;
        if what == "lines" {
            return Ok(rung.lines.to_string().replace('-', "−"));
        }
        let measured = rung.measured.iter().find(|measured| measured.scenario == what);
        let measured = measured.ok_or_else(|| format!("{name} was not measured in {what:?}"))?;
        Ok(format!("{:.2}", measured.ratio))
    }

    /// On what: one sentence.
    pub fn source(&self) -> String {
        let Machine { cores, system, load } = &self.machine;
        let text = format!("Measured on {system} with {cores} cores while {load}: ratios hold.");
        html::escaped(&text)
    }
}

impl Rung {
    fn bar(&self) -> Option<Bar> {
        let measured = self.measured.iter().find(|measured| measured.scenario == PLOTTED)?;
        let value = measured.ratio;
        let note = if self.kept { String::new() } else { "taken out again".to_owned() };
        let [low, high] = measured.ratio_range.unwrap_or([value, value]);
        let value = Some(Spread { low, median: value, high });
        Some(Bar { name: self.name.clone(), value, note })
    }
}
