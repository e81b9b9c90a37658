//! What was tried to make the tuned server fast, and what each try brought. The file may hold more
//! than is shown.

use std::collections::BTreeMap;
use std::path::Path;

use load::plot::{Bar, BarChart, Spread, trimmed};
use serde::Deserialize;

use super::html;
use super::page::read;
use crate::bench::{markdown_table, ratio};

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
    /// Whether it is part of the server.
    kept: bool,
    /// What it added to the sources, less what it removed.
    lines: i64,
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

impl Ladder {
    pub fn load(root: &Path) -> Result<Self, String> {
        Self::parse(&read(&root.join(FILE))?)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let ladder: Self = toml::from_str(text).map_err(|error| format!("{FILE}: {error}"))?;
        for measured in ladder.rungs.iter().flat_map(|rung| &rung.measured) {
            if !ladder.scenarios.contains_key(&measured.scenario) {
                return Err(format!("{FILE} does not say what {} is", measured.scenario));
            }
        }
        Ok(ladder)
    }

    /// All rungs as a table, with a row for each scenario.
    pub fn table(&self) -> String {
        let head = ["tried", "what", "scenario", "before", "after", "ratio", "lines", "kept"];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for rung in &self.rungs {
            for (index, measured) in rung.measured.iter().enumerate() {
                rows.push(rung.row(measured, index == 0));
            }
        }
        let scenarios: Vec<String> =
            self.scenarios.iter().map(|(name, what)| format!("{name}: {what}")).collect();
        let caption = format!(
            "What was tried, each beside the try before it: medians and ranges. {}. {}",
            html::escaped(&scenarios.join("; ")),
            self.source()
        );
        html::markdown_figure("results", &caption, &markdown_table(&rows))
    }

    /// How much each rung brought in the scenario that most were measured in.
    pub fn plot(&self) -> String {
        let bars = self.rungs.iter().filter_map(Rung::bar);
        let what = self.scenarios.get(PLOTTED).map_or(PLOTTED, String::as_str);
        BarChart {
            title: format!("After each try, to before it: {what}"),
            subtitle: "Ratios of deliveries per CPU-second: 1 changes nothing.".to_owned(),
            format: |value| format!("{} ×", trimmed(value)),
            bars: bars.collect(),
        }
        .svg()
    }

    /// On what: one sentence.
    pub fn source(&self) -> String {
        let Machine { cores, system, load } = &self.machine;
        let text = format!("Measured on {system} with {cores} cores while {load}: ratios hold.");
        html::escaped(&text)
    }
}

impl Rung {
    /// What is true of the rung as a whole stands in its first row alone.
    fn row(&self, measured: &Measured, is_first: bool) -> Vec<String> {
        let Measured { scenario, unit, rounds, before, before_range, after, after_range, .. } =
            measured;
        let once = |text: String| if is_first { text } else { String::new() };
        let range = |[low, high]: &[f64; 2], format: fn(f64) -> String| {
            format!("<br>[{} – {}]", format(*low), format(*high))
        };
        let cell = |median: &f64, of: &[f64; 2]| trimmed(*median) + &range(of, trimmed);
        let ratios = measured.ratio_range.as_ref().map(|of| range(of, ratio));
        vec![
            once(self.name.clone()),
            once(self.what.clone()),
            format!("{scenario}, {rounds} rounds<br>{unit}"),
            cell(before, before_range),
            cell(after, after_range),
            ratio(measured.ratio) + &ratios.unwrap_or_default(),
            once(format!("{:+}", self.lines).replace('-', "−")),
            once(if self.kept { "yes" } else { "no" }.to_owned()),
        ]
    }

    fn bar(&self) -> Option<Bar> {
        let measured = self.measured.iter().find(|measured| measured.scenario == PLOTTED)?;
        let value = measured.ratio;
        let note = if self.kept { String::new() } else { "taken out again".to_owned() };
        let [low, high] = measured.ratio_range.unwrap_or([value, value]);
        let value = Some(Spread { low, median: value, high });
        Some(Bar { name: self.name.clone(), value, note })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LADDER: &str = r#"
[machine]
cores = 2
system = "Linux"
load = "others worked"
[scenarios]
burst-100 = "100 clients talk"
idle = "nobody talks"
[[rung]]
name = "journal"
what = "One | journal"
commit = "tuned: a journal"
kept = true
lines = 808
[[rung.measured]]
scenario = "burst-100"
unit = "million deliveries"
rounds = 3
before = 49.7
before_range = [47.9, 51.2]
after = 81.4
after_range = [79.5, 90.7]
ratio = 1.64
ratio_range = [1.56, 1.8]
[[rung.measured]]
scenario = "idle"
unit = "KiB"
rounds = 3
before = 5.92
before_range = [5.76, 6.02]
after = 3.5
after_range = [3.48, 3.52]
ratio = 0.59
[[rung]]
name = "lto"
what = "Link-time optimisation"
kept = false
lines = -2
[[rung.measured]]
scenario = "burst-100"
unit = "million deliveries"
rounds = 3
before = 1.0
before_range = [1.0, 1.0]
after = 1.0
after_range = [1.0, 1.0]
ratio = 1.0
"#;

    #[test]
    fn the_table_says_what_each_try_brought() {
        let table = Ladder::parse(LADDER).unwrap().table();
        let first = "| journal | One \\| journal | burst-100, 3 rounds<br>million deliveries | \
            49.7<br>[47.9 – 51.2] | 81.4<br>[79.5 – 90.7] | 1.6<br>[1.6 – 1.8] | +808 | yes |";
        assert!(table.contains(first), "{table}");
        assert!(table.contains("|  |  | idle, 3 rounds<br>KiB | 5.92<br>"), "{table}");
        assert!(table.contains("| 1 | −2 | no |"), "{table}");
        assert!(table.contains("while others worked: ratios hold."), "{table}");
    }

    #[test]
    fn the_plot_is_of_one_scenario() {
        let plot = Ladder::parse(LADDER).unwrap().plot();
        assert!(plot.contains("journal: 1.64 ×") && plot.contains("taken out again"), "{plot}");
        assert!(!plot.contains("0.59"), "{plot}");
    }

    #[test]
    fn every_scenario_is_explained() {
        let why = Ladder::parse(&LADDER.replace("idle = ", "busy = ")).unwrap_err();
        assert!(why.contains("does not say what idle is"), "{why}");
    }
}
