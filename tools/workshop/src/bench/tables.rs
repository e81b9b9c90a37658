//! The results as text.

use load::plot::Spread;

use super::compare::{self, Trouble};
use super::metric::{self, Metric};
use super::results::Results;
use super::suite::Scenario;
use super::targets;

/// Every server that others are compared with has this name.
const YARDSTICK: &str = "nats";

/// All tables, as Markdown; `plots` are the files beside it.
pub fn markdown(results: &Results, plots: &[&str]) -> String {
    let mut text = format!("# Benchmark\n\n{}", preface(results));
    if !results.is_quick {
        let rows = targets::table(results);
        if !rows.is_empty() {
            text += "\n## Targets\n\nJudged by medians; × is the median of each round's ratio.\n\n";
            text += &table(&rows);
        }
    }
    for group in results.groups() {
        let first = group[0];
        text += &format!("\n## {}\n\n", first.title);
        let plot = format!("{}.svg", first.group);
        if plots.contains(&plot.as_str()) {
            text += &format!("![{}]({plot})\n\n", first.title);
        }
        text += &format!("{}\n\n", commands(&group));
        text += &table(&rows(results, &group));
        text += &notes(results, &group);
    }
    text
}

/// What was measured, on what, and how to read it.
fn preface(results: &Results) -> String {
    let machine = &results.machine;
    let memory = machine.memory_mib.map(|mib| format!("{:.1} GiB", metric::float(mib) / 1024.0));
    let cores =
        if machine.cores == 1 { "1 core".into() } else { format!("{} cores", machine.cores) };
    let parts = [
        machine.cpu.clone(),
        cores,
        memory.unwrap_or_default(),
        machine.os.clone(),
        machine.kernel.clone(),
        machine.rustc.clone(),
        machine.nats.clone().unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let made = results.runs.iter().map(|run| run.round).max().unwrap_or(0);
    let rounds = if made == results.rounds {
        format!("{made} round{}", if made == 1 { "" } else { "s" })
    } else {
        format!("{made} of {} rounds: interrupted", results.rounds)
    };
    let quick = "**A quick run: the numbers are too small to say anything about speed.**\n\n";
    format!(
        "{}{}; {rounds}; `{}`\n\n{}\n\nA cell is the median, with the range from least to most.\n",
        if results.is_quick { quick } else { "" },
        results.date,
        results.command,
        parts.join("; "),
    )
}

/// What the load generator was asked.
fn commands(group: &[&Scenario]) -> String {
    let mut lines = Vec::new();
    for scenario in group {
        let exception = |(server, args): (&String, &Option<Vec<String>>)| match args {
            Some(args) => format!("for {server} `load {}`", args.join(" ")),
            None => format!("without {server}"),
        };
        let exceptions: Vec<String> = scenario.exceptions.iter().map(exception).collect();
        let line = format!("`load {}`", scenario.args.join(" "));
        let aside = format!(" ({})", exceptions.join(", "));
        lines.push(if exceptions.is_empty() { line } else { line + &aside });
    }
    lines.dedup();
    lines.join("; ")
}

pub fn rows(results: &Results, group: &[&Scenario]) -> Vec<Vec<String>> {
    let mode = group[0].args.first().map(String::as_str).unwrap_or_default();
    let metrics = metric::of(mode);
    let with_ratio = results.servers.iter().any(|server| server == YARDSTICK);
    let mut head = vec!["server".to_owned()];
    if group[0].x.is_some() {
        let name = if group[0].group == "sizes" { "bytes" } else { &group[0].group };
        head.insert(0, name.to_owned());
    }
    head.extend(metrics.iter().map(|metric| metric.name.to_owned()));
    if with_ratio {
        head.insert(head.len() - metrics.len() + 1, format!("× {YARDSTICK}"));
    }
    head.extend(["lost".to_owned(), "trouble".to_owned()]);
    let mut rows = vec![head];
    for scenario in group {
        for server in &results.servers {
            rows.extend(row(results, scenario, server, (metrics, with_ratio)));
        }
    }
    rows
}

/// A server in a scenario; `None` if it was not run.
fn row(
    results: &Results,
    scenario: &Scenario,
    server: &str,
    (metrics, with_ratio): (&[Metric], bool),
) -> Option<Vec<String>> {
    let key = &scenario.key;
    let trouble = Trouble::of(results, key, server);
    if trouble.runs == 0 {
        return None;
    }
    let mut cells: Vec<String> = scenario.x.map(|x| x.to_string()).into_iter().collect();
    cells.push(server.to_owned());
    for (index, metric) in metrics.iter().enumerate() {
        cells.push(cell(compare::spread(results, key, server, metric), metric.format));
        if index == 0 && with_ratio {
            let ratio = compare::ratio(results, key, (server, YARDSTICK), metric);
            let is_itself = server == YARDSTICK;
            cells.push(if is_itself { "1".to_owned() } else { cell(ratio, metric::ratio) });
        }
    }
    let lost = metric::share(trouble.lost, trouble.expected);
    cells.push(if trouble.failed == trouble.runs { "–".to_owned() } else { lost });
    cells.push(words(&trouble));
    Some(cells)
}

/// What went wrong besides, in words.
fn words(trouble: &Trouble) -> String {
    let mut parts = Vec::new();
    let mut say = |what: &str, count: u64| {
        if count > 0 {
            parts.push(format!("{what}: {count}"));
        }
    };
    say("wrong lines", trouble.wrong);
    say("disconnected clients", trouble.disconnected);
    if trouble.stalled > 0 {
        parts.push(format!("{} stalled", trouble.of_runs(trouble.stalled)));
    }
    if trouble.failed > 0 {
        parts.push(format!("{} failed", trouble.of_runs(trouble.failed)));
    }
    parts.extend(trouble.errors.iter().cloned());
    parts.join("; ")
}

/// What the load generator had to say besides.
fn notes(results: &Results, group: &[&Scenario]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for scenario in group {
        for server in &results.servers {
            let reports =
                results.runs_of(&scenario.key, server).filter_map(|run| run.report.as_ref());
            for note in reports.flat_map(|report| &report.notes) {
                let line = format!("- {server}: {note}\n");
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
    }
    if lines.is_empty() { String::new() } else { format!("\n{}", lines.concat()) }
}

fn cell(spread: Option<Spread>, format: fn(f64) -> String) -> String {
    let Some(spread) = spread else { return "–".to_owned() };
    let (low, high) = (format(spread.low), format(spread.high));
    let median = format(spread.median);
    if low == high { median } else { format!("{median} [{low} – {high}]") }
}

/// A table whose first row is its head.
pub fn table(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        // A bar would end the cell.
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        text += &format!("| {} |\n", cells.join(" | "));
        if index == 0 {
            text += &format!("|{}\n", "---|".repeat(row.len()));
        }
    }
    text
}
