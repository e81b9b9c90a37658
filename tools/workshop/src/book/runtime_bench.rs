//! The figures of `encore/runtime-bench`, which were written down for the book.

use std::path::Path;

use load::plot::{duration, trimmed};
use serde::Deserialize;

use super::html;
use super::page::read;
use crate::bench::{markdown_table, ratio};

/// Where its `--json` has gone.
const FILE: &str = "book/measured/runtime.json";

/// All workloads that were measured.
#[derive(Debug, Deserialize)]
pub struct RuntimeBench {
    /// How often each workload ran on each runtime.
    rounds: usize,
    /// The threads that each runtime had.
    workers: usize,
    rows: Vec<Row>,
}

/// One workload on three runtimes.
#[derive(Debug, Deserialize)]
struct Row {
    workload: String,
    /// What is counted, such as `task`.
    unit: String,
    #[serde(rename = "runtime")]
    own: Samples,
    tokio: Samples,
    smol: Samples,
    /// How many times as long tokio takes: the median of the rounds, in each of which the runtimes
    /// ran one after the other.
    times_tokio: f64,
    times_smol: f64,
}

/// Nanoseconds for each of what is counted.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Samples {
    #[serde(rename = "median_ns")]
    median: f64,
    #[serde(rename = "least_ns")]
    least: f64,
    #[serde(rename = "most_ns")]
    most: f64,
}

impl RuntimeBench {
    pub fn load(root: &Path) -> Result<Self, String> {
        Self::parse(&read(&root.join(FILE))?)
    }

    fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| format!("{FILE}: {error}"))
    }

    /// `spawn own` is a time, `spawn / tokio` says how many times as long tokio takes.
    pub fn figure(&self, asked: &str) -> Result<String, String> {
        let words: Vec<&str> = asked.split_whitespace().collect();
        let unknown =
            || format!("{asked:?} is not WORKLOAD own|tokio|smol or WORKLOAD / tokio|smol");
        let (who, rest) = words.split_last().ok_or_else(unknown)?;
        let (is_ratio, name) = match rest.split_last() {
            Some((&"/", name)) => (true, name.join(" ")),
            _ => (false, rest.join(" ")),
        };
        let row = self.rows.iter().find(|row| row.workload == name);
        let row = row.ok_or_else(|| format!("{FILE} has no workload {name:?}"))?;
        let figure = if is_ratio { row.ratio(who) } else { row.time(who) };
        figure.ok_or_else(unknown)
    }

    /// All of it as a table.
    pub fn table(&self) -> String {
        let head = [
            "workload",
            "for each",
            "runtime",
            "tokio",
            "smol",
            "tokio / runtime",
            "smol / runtime",
        ];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for row in &self.rows {
            let mut cells = vec![row.workload.clone(), row.unit.clone()];
            cells.extend([row.own, row.tokio, row.smol].map(cell));
            cells.extend([row.times_tokio, row.times_smol].map(ratio));
            rows.push(cells);
        }
        let Self { rounds, workers, .. } = self;
        let caption = format!(
            "The runtime beside tokio and smol, with {workers} workers each: medians and ranges of \
            {rounds} rounds, in which they take turns. A ratio is the median of the rounds' ratios; \
            above 1 the other takes longer. <code>cargo run --release -p runtime-bench</code>"
        );
        html::markdown_figure("results", &caption, &markdown_table(&rows))
    }
}

impl Row {
    fn time(&self, who: &str) -> Option<String> {
        let samples = match who {
            "own" => self.own,
            "tokio" => self.tokio,
            "smol" => self.smol,
            _ => return None,
        };
        Some(time(samples.median))
    }

    fn ratio(&self, other: &str) -> Option<String> {
        match other {
            "tokio" => Some(ratio(self.times_tokio)),
            "smol" => Some(ratio(self.times_smol)),
            _ => None,
        }
    }
}

/// The range below its median: so a page is wide enough.
fn cell(Samples { median, least, most }: Samples) -> String {
    format!("{}<br>[{} – {}]", time(median), time(least), time(most))
}

fn time(nanos: f64) -> String {
    if nanos < 999.5 { format!("{}\u{a0}ns", trimmed(nanos)) } else { duration(nanos / 1e3) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEASURED: &str = r#"{"rounds": 15, "workers": 2, "rows": [{"workload": "ping-pong, 100 pairs", "unit": "round trip",
        "runtime": {"median_ns": 214.9, "least_ns": 207.0, "most_ns": 346.1},
        "tokio": {"median_ns": 429.8, "least_ns": 394.5, "most_ns": 723.2},
        "smol": {"median_ns": 21490.0, "least_ns": 297.3, "most_ns": 40000.0},
        "times_tokio": 2.1, "times_smol": 95.0}]}"#;

    fn figure(asked: &str) -> Result<String, String> {
        RuntimeBench::parse(MEASURED).unwrap().figure(asked)
    }

    #[test]
    fn a_figure_is_a_time_or_a_ratio() {
        assert_eq!(figure("ping-pong, 100 pairs own").unwrap(), "215\u{a0}ns");
        assert_eq!(figure("ping-pong, 100 pairs smol").unwrap(), "21.5\u{a0}µs");
        assert_eq!(figure("ping-pong, 100 pairs / tokio").unwrap(), "2.1");
        assert!(figure("spawn own").unwrap_err().contains("no workload \"spawn\""));
        for unknown in ["nobody", "/ nobody", "/ own"] {
            let error = figure(&format!("ping-pong, 100 pairs {unknown}")).unwrap_err();
            assert!(error.contains("own|tokio|smol"), "{error}");
        }
    }

    #[test]
    fn the_table_has_medians_ranges_and_ratios() {
        let table = RuntimeBench::parse(MEASURED).unwrap().table().replace('\u{a0}', " ");
        let row = "| ping-pong, 100 pairs | round trip | 215 ns<br>[207 ns – 346 ns] | \
            430 ns<br>[394 ns – 723 ns] | 21.5 µs<br>[297 ns – 40 µs] | 2.1 | 95 |";
        assert!(table.contains(row), "{table}");
        assert!(table.contains("2 workers each: medians and ranges of 15 rounds"), "{table}");
    }
}
