//! Single figures, tables and plots of a results file, for the book.

use std::path::Path;

use super::compare;
use super::metric::{self, Metric};
use super::results::Results;
use super::{plots, tables, targets};
use crate::error::WorkshopError;

/// What the book shows of a bench.
#[derive(Debug)]
pub struct Figures {
    results: Results,
}

impl Figures {
    pub fn read(path: &Path) -> Result<Self, WorkshopError> {
        Ok(Self { results: Results::read(path)? })
    }

    /// The plot of a group of scenarios, as SVG.
    pub fn plot(&self, group: &str) -> Result<String, String> {
        let all = plots::all(&self.results);
        let names: Vec<&str> = all.iter().map(|(name, _)| name.trim_end_matches(".svg")).collect();
        let unknown = format!("no plot {group:?}; there are {}", names.join(", "));
        let found = all.iter().position(|(name, _)| name.trim_end_matches(".svg") == group);
        found.map(|index| all[index].1.clone()).ok_or(unknown)
    }

    /// The title of a group, and its table as Markdown; `targets` is what was aimed at.
    pub fn table(&self, group: &str) -> Result<(String, String), String> {
        if group == "targets" {
            let rows = targets::table(&self.results);
            return Ok(("What was aimed at".to_owned(), tables::table(&rows)));
        }
        let groups = self.results.groups();
        let found = groups.iter().find(|scenarios| scenarios[0].group == group);
        let scenarios = found.ok_or_else(|| format!("no results {group:?}"))?;
        let rows = without_empty_columns(tables::rows(&self.results, scenarios));
        // The range below its median: so a page is wide enough.
        let table = tables::table(&rows).replace(" [", "<br>[");
        Ok((scenarios[0].title.clone(), table))
    }

    /// The median of a server's figure; beside `other`, of the rounds' ratios.
    pub fn median(
        &self,
        server: &str,
        other: Option<&str>,
        key: &str,
        metric: &str,
    ) -> Result<String, String> {
        let metric = of_name(metric).ok_or_else(|| format!("no metric {metric:?}"))?;
        let none = || format!("nothing was measured of {server} in {key}");
        if let Some(other) = other {
            let ratio = compare::ratio(&self.results, key, (server, other), metric);
            return ratio.map(|ratio| metric::ratio(ratio.median)).ok_or_else(none);
        }
        let spread = compare::spread(&self.results, key, server, metric);
        spread.map(|spread| (metric.format)(spread.median)).ok_or_else(none)
    }

    /// On what, when and how often: one sentence.
    pub fn source(&self) -> String {
        let Results { date, rounds, machine, command, .. } = &self.results;
        format!(
            "Medians of {rounds} rounds of <code>{command}</code> on {date}: {}, {} cores, {}.",
            machine.cpu, machine.cores, machine.rustc
        )
    }
}

/// A column of troubles that nobody had says nothing.
fn without_empty_columns(mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    for column in (0..rows.first().map_or(0, Vec::len)).rev() {
        if rows.iter().skip(1).all(|row| row[column].is_empty()) {
            for row in &mut rows {
                row.remove(column);
            }
        }
    }
    rows
}

fn of_name(name: &str) -> Option<&'static Metric> {
    Some(match name {
        "per_cpu" => &metric::PER_CPU,
        "per_second" => &metric::PER_SECOND,
        "peak" => &metric::PEAK,
        "per_client" => &metric::PER_CLIENT,
        "p50" => &metric::P50,
        "p99" => &metric::P99,
        "time" => &metric::TIME,
        "threads" => &metric::THREADS,
        _ => return None,
    })
}
