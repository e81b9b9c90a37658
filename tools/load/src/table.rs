//! The results as a table for people.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::report::Report;

/// The server that the others are compared with.
const MEASURE: &str = "nats";

/// A figure of a report.
type Figure = fn(&Report) -> Option<f64>;

/// The columns: heading, decimals, figure.
const COLUMNS: &[(&str, usize, Figure)] = &[
    ("M/CPU-s", 2, |report| report.per_cpu_s.map(|rate| rate / 1e6)),
    ("CPU s", 2, |report| report.cpu_s),
    ("wall s", 2, |report| Some(report.wall_s)),
    ("p50 µs", 0, |report| latency(report, |latency| latency.p50)),
    ("p99 µs", 0, |report| latency(report, |latency| latency.p99)),
    ("max µs", 0, |report| latency(report, |latency| latency.max)),
    ("KiB/client", 2, |report| report.kib_per_client),
    ("peak MiB", 1, |report| report.peak_kib.map(|kib| number(kib) / 1024.0)),
    ("threads", 0, |report| report.threads.map(number)),
    ("sleeps", 0, |report| report.voluntary_switches.map(number)),
    ("load CPU s", 2, |report| report.load_cpu_s),
];

fn latency(report: &Report, of: fn(&crate::report::Latency) -> u64) -> Option<f64> {
    report.latency.as_ref().map(|latency| number(of(latency)))
}

#[expect(clippy::cast_precision_loss, reason = "counts that are shown are far below 2^52")]
fn number(count: u64) -> f64 {
    count as f64
}

/// Prints one row for each server: medians, and ranges if there are several runs.
pub fn print(out: &mut impl Write, reports: &[Report]) -> io::Result<()> {
    let mut servers: Vec<&str> = Vec::new();
    let mut runs: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
    for report in reports {
        if !servers.contains(&report.server.as_str()) {
            servers.push(&report.server);
        }
        runs.entry(&report.server).or_default().push(report);
    }
    let Some(first) = reports.first() else { return Ok(()) };
    let shape = format!("{} · {} clients", first.mode, first.clients);
    let said = format!(" · {} messages of {} bytes each", first.messages, first.size);
    let rooms = format!(" · {} rooms", first.rooms);
    writeln!(
        out,
        "{shape}{}{}\n",
        if first.messages > 0 { said.as_str() } else { "" },
        if first.rooms > 1 { rooms.as_str() } else { "" },
    )?;
    for server in servers {
        row(out, server, &runs[server], runs.get(MEASURE).filter(|_| server != MEASURE))?;
    }
    Ok(())
}

fn row(
    out: &mut impl Write,
    server: &str,
    runs: &[&Report],
    measure: Option<&Vec<&Report>>,
) -> io::Result<()> {
    writeln!(out, "{server}")?;
    for (heading, decimals, figure) in COLUMNS {
        let Some((low, median, high)) = spread(runs, *figure) else { continue };
        write!(out, "  {heading:<11} {median:>10.decimals$}")?;
        if runs.len() > 1 {
            write!(out, "  [{low:.decimals$} to {high:.decimals$}]")?;
        }
        if let Some((_, theirs, _)) = measure.and_then(|theirs| spread(theirs, *figure))
            && theirs > 0.0
        {
            write!(out, "  {:.2} × {MEASURE}", median / theirs)?;
        }
        writeln!(out)?;
    }
    for run in runs {
        let Report { expected, delivered, lost, wrong, disconnected, .. } = run;
        let stalled = if run.stalled { " · given up: nothing came any more" } else { "" };
        writeln!(
            out,
            "  {delivered} of {expected} delivered · {lost} lost · {wrong} wrong · \
             {disconnected} disconnected{stalled}"
        )?;
        for note in &run.notes {
            writeln!(out, "  {note}")?;
        }
    }
    Ok(())
}

/// The least, the median and the most.
fn spread(runs: &[&Report], figure: Figure) -> Option<(f64, f64, f64)> {
    let mut values: Vec<f64> = runs.iter().filter_map(|run| figure(run)).collect();
    values.sort_by(f64::total_cmp);
    let (low, high) = (*values.first()?, *values.last()?);
    let half = values.len() / 2;
    let median = if values.len() % 2 == 1 {
        values[half]
    } else {
        f64::midpoint(values[half - 1], values[half])
    };
    Some((low, median, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_runs_are_a_median_and_a_range_beside_the_measure() {
        let report = |server: &str, rate: f64| Report {
            mode: "burst".to_owned(),
            server: server.to_owned(),
            clients: 3,
            per_cpu_s: Some(rate),
            ..Report::default()
        };
        let runs = [("nats", 1e6), ("ours", 4e6), ("nats", 2e6), ("ours", 2e6), ("ours", 3e6)];
        let reports: Vec<Report> = runs.iter().map(|&(name, rate)| report(name, rate)).collect();
        let mut out = Vec::new();
        print(&mut out, &reports).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("3.00  [2.00 to 4.00]  2.00 × nats"), "{text}");
        assert!(text.contains("1.50  [1.00 to 2.00]\n"), "{text}");
    }
}
