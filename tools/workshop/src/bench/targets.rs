//! What the servers are meant to reach.

use load::plot::trimmed;

use super::compare::{self, Trouble};
use super::metric::{self, Metric};
use super::results::Results;

/// What a figure is meant to be.
#[derive(Debug, Clone, Copy)]
enum Goal {
    /// This much or less.
    Limit(f64),
    /// So many times that of another server, or more.
    Above(f64, &'static str),
    /// So many times that of another server, or less.
    Below(f64, &'static str),
}

/// One column of the table: a figure, and the scenarios that it comes from.
struct Column {
    head: &'static str,
    keys: &'static [&'static str],
    /// Without one, it is about what was lost.
    metric: Option<Metric>,
}

const COLUMNS: [Column; 7] = [
    Column {
        head: "100 × 1000, per CPU-second",
        keys: &["burst-100"],
        metric: Some(metric::PER_CPU),
    },
    Column {
        head: "1000 × 5, per CPU-second",
        keys: &["burst-1000"],
        metric: Some(metric::PER_CPU),
    },
    Column { head: "lost", keys: &["burst-100", "burst-1000", "paced", "storm"], metric: None },
    Column { head: "join storm", keys: &["storm"], metric: Some(metric::TIME) },
    Column { head: "memory per idle client", keys: &["idle"], metric: Some(metric::PER_CLIENT) },
    Column { head: "p50", keys: &["paced"], metric: Some(metric::P50) },
    Column {
        head: "most memory in a burst",
        keys: &["burst-100", "burst-1000"],
        metric: Some(metric::PEAK),
    },
];

/// The goals of a server, in the order of the columns; memory is in KiB, time in seconds.
fn goals(server: &str) -> Option<[Goal; 7]> {
    let (nats, floor) = ("nats", "floor");
    let goals = |small, large, storm, idle, p50, peak: f64| {
        let (storm, idle, peak) = (Goal::Limit(storm), Goal::Limit(idle), peak * 1024.0);
        [small, large, Goal::Limit(0.0), storm, idle, Goal::Below(p50, nats), Goal::Limit(peak)]
    };
    let above = |small, large, other| (Goal::Above(small, other), Goal::Above(large, other));
    let ((small, large), storm, idle, p50, peak) = match server {
        "stage5" => (above(1.5, 0.1, nats), 5.0, 24.0, 4.0, 64.0),
        "stage6" | "broker" => (above(2.5, 5.0, nats), 2.0, 6.0, 1.0, 64.0),
        "runtime-chat" => (above(1.0, 1.0, "broker"), 2.0, 6.0, 1.0, 64.0),
        "tuned" => (above(0.75, 0.75, floor), 1.0, 3.0, 0.7, 32.0),
        _ => return None,
    };
    Some(goals(small, large, storm, idle, p50, peak))
}

/// The table's head and rows; none if nothing was measured that there are targets for.
pub fn table(results: &Results) -> Vec<Vec<String>> {
    let was_run = |key: &&str| results.runs.iter().any(|run| run.scenario == *key);
    if !COLUMNS.iter().flat_map(|column| column.keys).any(was_run) {
        return Vec::new();
    }
    let heads = COLUMNS.iter().map(|column| column.head.to_owned());
    let mut rows = vec![std::iter::once("server".to_owned()).chain(heads).collect()];
    for server in &results.servers {
        let Some(goals) = goals(server) else { continue };
        let pairs = COLUMNS.iter().zip(goals);
        let cells = pairs.map(|(column, goal)| cell(results, server, column, goal));
        rows.push(std::iter::once(server.clone()).chain(cells).collect());
    }
    if rows.len() > 1 { rows } else { Vec::new() }
}

fn cell(results: &Results, server: &str, column: &Column, goal: Goal) -> String {
    let Some(metric) = &column.metric else { return lost(results, server, column.keys) };
    let of = |key: &&str| compare::spread(results, key, server, metric);
    let worst = column.keys.iter().filter_map(of).max_by(|a, b| a.median.total_cmp(&b.median));
    let Some(value) = worst else {
        let troubles = column.keys.iter().map(|key| Trouble::of(results, key, server));
        let failed = troubles.map(|trouble| trouble.failed).sum::<usize>();
        return if failed > 0 { "✗ failed".to_owned() } else { "–".to_owned() };
    };
    match goal {
        Goal::Limit(limit) => {
            let sign = sign(value.median <= limit);
            let many = clients(results, server, column);
            format!("{sign} {many}{} (≤ {})", (metric.format)(value.median), (metric.format)(limit))
        }
        Goal::Above(factor, other) | Goal::Below(factor, other) => {
            let is_above = matches!(goal, Goal::Above(..));
            let bound = if is_above { "≥" } else { "≤" };
            let limit = trimmed(factor);
            let of = |key: &&str| compare::ratio(results, key, (server, other), metric);
            let Some(ratio) = column.keys.iter().find_map(of).map(|ratio| ratio.median) else {
                return format!("– ({bound} {limit} × {other})");
            };
            let is_reached = if is_above { ratio >= factor } else { ratio <= factor };
            let sign = sign(is_reached);
            format!("{sign} {} × {other} ({bound} {limit})", trimmed(ratio))
        }
    }
}

/// How many entered, where servers are asked for different numbers.
fn clients(results: &Results, server: &str, column: &Column) -> String {
    let run = results.runs_of("storm", server).find_map(|run| run.report.as_ref());
    match run {
        Some(report) if column.keys == ["storm"] => format!("{} in ", report.clients),
        _ => String::new(),
    }
}

fn lost(results: &Results, server: &str, keys: &[&str]) -> String {
    let troubles = keys.iter().map(|key| Trouble::of(results, key, server));
    let trouble = troubles.fold(Trouble::default(), Trouble::and);
    if trouble.runs == 0 {
        return "–".to_owned();
    }
    let mut parts = vec![metric::share(trouble.lost, trouble.expected)];
    if trouble.wrong > 0 {
        parts.push(format!("{} wrong", trouble.wrong));
    }
    if trouble.failed > 0 {
        parts.push(format!("{} failed", trouble.of_runs(trouble.failed)));
    }
    format!("{} {}", sign(!trouble.is_serious()), parts.join(", "))
}

fn sign(is_reached: bool) -> &'static str {
    if is_reached { "✓" } else { "✗" }
}
