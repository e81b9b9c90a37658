//! The figures, for people and for programs.

use std::fmt;

use crate::contender::{Contender, WORKERS};
use crate::contenders::{Own, Smol, Tokio};

/// The first lines of the table.
pub const HEADER: &str = "\
| workload | ns for each | runtime | tokio | smol | × tokio | × smol |
|---|---|---|---|---|---|---|
";

/// The same workload on one runtime, several times.
pub struct Samples {
    /// In the order of the rounds.
    times: Vec<f64>,
    median: f64,
    least: f64,
    most: f64,
}

impl Samples {
    pub fn new(times: Vec<f64>) -> Self {
        let mut sorted = times.clone();
        sorted.sort_by(f64::total_cmp);
        let (least, most) = (sorted[0], sorted[sorted.len() - 1]);
        Self { median: sorted[sorted.len() / 2], least, most, times }
    }

    /// How many times as fast as this one the other is: the median of the rounds, in each of which
    /// both ran one after the other.
    fn times_as_fast(&self, other: &Self) -> f64 {
        Self::new(self.times.iter().zip(&other.times).map(|(own, other)| own / other).collect())
            .median
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} ({:.0} to {:.0})", self.median, self.least, self.most)
    }
}

/// One workload on all runtimes.
pub struct Row {
    pub name: &'static str,
    pub unit: &'static str,
    pub own: Samples,
    pub tokio: Samples,
    pub smol: Samples,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, unit, own, tokio, smol } = self;
        let (by_tokio, by_smol) = (tokio.times_as_fast(own), smol.times_as_fast(own));
        write!(f, "| {name} | {unit} | {own} | {tokio} | {smol} | {by_tokio:.2} | {by_smol:.2} |")
    }
}

/// All rows as JSON, and how they came about. No name in it needs escaping.
pub fn json(rows: &[Row], rounds: usize) -> String {
    let rows: Vec<String> = rows.iter().map(json_row).collect();
    let rows = rows.join(",\n");
    format!("{{\n\"rounds\": {rounds},\n\"workers\": {WORKERS},\n\"rows\": [\n{rows}\n]\n}}\n")
}

fn json_row(row: &Row) -> String {
    let samples = [(Own::NAME, &row.own), (Tokio::NAME, &row.tokio), (Smol::NAME, &row.smol)];
    let samples = samples.map(|(name, samples)| {
        let Samples { median, least, most, .. } = samples;
        format!(r#""{name}": {{"median_ns": {median:.1}, "least_ns": {least:.1}, "most_ns": {most:.1}}}"#)
    });
    let Row { name, unit, own, tokio, smol } = row;
    let samples = samples.join(", ");
    let (by_tokio, by_smol) = (tokio.times_as_fast(own), smol.times_as_fast(own));
    format!(
        r#"  {{"workload": "{name}", "unit": "{unit}", {samples}, "times_tokio": {by_tokio:.2}, "times_smol": {by_smol:.2}}}"#
    )
}
