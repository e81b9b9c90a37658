//! The results as pictures.

use load::plot::{Axis, Bar, BarChart, Kind, LineChart, Point, Series, Spread};
use load::plot::{duration, human, trimmed};
use load::{Latency, Report};

use super::compare::{self, Trouble};
use super::metric::{self, Metric};
use super::results::Results;
use super::suite::Scenario;

/// Each plot that there are values for, with its file name.
pub fn all(results: &Results) -> Vec<(String, String)> {
    let mut plots = Vec::new();
    for group in results.groups() {
        let first = group[0];
        let mode = first.args.first().map_or("", String::as_str);
        let svg = match mode {
            "burst" if first.x.is_some() => Some(steps(results, &group)),
            "burst" => Some(bars(results, first)),
            "paced" => latency(results, first),
            _ => None,
        };
        plots.extend(svg.map(|svg| (format!("{}.svg", first.group), svg)));
    }
    plots
}

fn bars(results: &Results, scenario: &Scenario) -> String {
    let key = &scenario.key;
    let bar = |server: &String| {
        let trouble = Trouble::of(results, key, server);
        (trouble.runs > 0).then(|| Bar {
            name: server.clone(),
            value: compare::spread(results, key, server, &metric::PER_CPU),
            note: note(results, key, server, &trouble),
        })
    };
    let (many, one) = ("the line is the range from least to most", String::new());
    let range = if results.rounds > 1 { format!(", {many}") } else { one };
    BarChart {
        title: scenario.title.clone(),
        subtitle: format!("Deliveries per CPU-second of the server, {}{range}.", runs(results)),
        format: human,
        bars: results.servers.iter().filter_map(bar).collect(),
    }
    .svg()
}

/// What stands beside a bar.
fn note(results: &Results, key: &str, server: &str, trouble: &Trouble) -> String {
    if trouble.failed == trouble.runs {
        let why = trouble.errors.first().map_or("no report", String::as_str);
        return format!("failed: {}", shortened(why, 60));
    }
    let ratio = compare::ratio(results, key, (server, "nats"), &metric::PER_CPU);
    let ratio = ratio.filter(|_| server != "nats");
    let ratio = ratio.map(|ratio| format!("{} × nats", metric::ratio(ratio.median)));
    let lost = metric::share(trouble.lost, trouble.expected);
    let lost = (trouble.lost > 0).then(|| format!("{lost} lost"));
    let failed =
        (trouble.failed > 0).then(|| format!("{} failed", trouble.of_runs(trouble.failed)));
    ratio.into_iter().chain(lost).chain(failed).collect::<Vec<_>>().join(", ")
}

/// A line for each server over what differs in the group.
fn steps(results: &Results, group: &[&Scenario]) -> String {
    let is_on_cores = group[0].group == "cores";
    // With a second core a server should be done sooner, not work less.
    let metric = if is_on_cores { &metric::PER_SECOND } else { &metric::PER_CPU };
    let series = results.servers.iter().map(|server| Series {
        name: server.clone(),
        points: group.iter().filter_map(|step| point(results, step, server, metric)).collect(),
    });
    let (x, what) = match group[0].group.as_str() {
        "clients" => ("clients in the room", "As many deliveries at every point"),
        "rooms" => ("rooms that the clients share", "As many deliveries at every point"),
        "sizes" => ("bytes of a message", "As many messages at every point"),
        _ => ("cores of the server", "The same burst at every point"),
    };
    LineChart {
        title: group[0].title.clone(),
        subtitle: format!(
            "{what}; {}. Hollow: lines were lost, or a run failed.{}",
            runs(results),
            missing(results, group)
        ),
        x: Axis { label: x.to_owned(), kind: Kind::Log, format: trimmed },
        y: Axis { label: metric.name.to_owned(), kind: Kind::Auto, format: human },
        series: series.collect(),
    }
    .svg()
}

/// What the lines do not show, since no run succeeded: they end early, or leave a point out.
fn missing(results: &Results, group: &[&Scenario]) -> String {
    let mut names = Vec::new();
    for server in &results.servers {
        for step in group {
            let trouble = Trouble::of(results, &step.key, server);
            if trouble.runs > 0 && trouble.failed == trouble.runs {
                names.push(format!("{server} at {}", step.x.unwrap_or_default()));
            }
        }
    }
    if names.is_empty() {
        String::new()
    } else {
        format!(" All runs failed: {}.", names.join(", "))
    }
}

fn point(results: &Results, step: &Scenario, server: &str, metric: &Metric) -> Option<Point> {
    let y = compare::spread(results, &step.key, server, metric)?;
    let is_doubtful = Trouble::of(results, &step.key, server).is_serious();
    Some(Point { x: step.x?, y, is_doubtful })
}

/// The distribution of latencies; `None` if there is none.
fn latency(results: &Results, scenario: &Scenario) -> Option<String> {
    let of = |server| -> Vec<&Latency> {
        let reports = results.runs_of(&scenario.key, server).filter_map(|run| run.report.as_ref());
        let latencies = reports.filter_map(|report: &Report| report.latency.as_ref());
        latencies.filter(|latency| !latency.curve.is_empty()).collect()
    };
    let all = results.servers.iter().flat_map(|server| of(server));
    let samples = all.map(|latency| latency.count).max()?;
    let decades = metric::float(samples).log10().clamp(1.0, 6.0);
    let series = results.servers.iter().map(|server| {
        let is_doubtful = Trouble::of(results, &scenario.key, server).is_serious();
        let curves = of(server);
        let point = |x: f64| {
            let values = curves.iter().map(|latency| at(latency, x));
            Some(Point { x, y: Spread::of(values)?, is_doubtful })
        };
        Series { name: server.clone(), points: percentiles(decades).filter_map(point).collect() }
    });
    let chart = LineChart {
        title: scenario.title.clone(),
        subtitle: format!(
            "From when a message was due to each of its deliveries; {}, the range is shaded.",
            runs(results)
        ),
        x: Axis {
            label: "share of the deliveries that took at most this long".to_owned(),
            kind: Kind::Percentile(decades),
            format: |percent| format!("{} %", exact(percent)),
        },
        y: Axis { label: "latency".to_owned(), kind: Kind::Log, format: duration },
        series: series.collect(),
    };
    Some(chart.svg())
}

/// 0, 10, … 90, 91, … 99, 99.1, … as far as the plot goes, and 100.
fn percentiles(decades: f64) -> impl Iterator<Item = f64> {
    let rests = std::iter::successors(Some((100.0, 0.0)), |(rest, decade)| {
        Some((rest / 10.0, decade + 1.0))
    });
    let rests = rests.take_while(move |(_, decade)| *decade < decades);
    let steps = rests.flat_map(|(rest, _)| {
        (1..=9).rev().map(move |part| 100.0 - rest * f64::from(part + 1) / 10.0)
    });
    steps.chain(std::iter::once(100.0))
}

/// The latency that so many per cent did not exceed: between two of the curve's percentiles, on
/// the straight line from one to the other. Nothing takes less than a microsecond: what does
/// would be nowhere on the axis.
fn at(latency: &Latency, percent: f64) -> f64 {
    let curve = latency.curve.iter().map(|(percent, micros)| (*percent, metric::float(*micros)));
    let before = curve.clone().take_while(|point| point.0 <= percent + 1e-9).last();
    let after = curve.clone().find(|point| point.0 >= percent - 1e-9);
    let micros = match (before, after) {
        (Some((from, low)), Some((to, high))) if to - from > 1e-9 => {
            low + (high - low) * (percent - from) / (to - from)
        }
        (Some((_, micros)), _) | (None, Some((_, micros))) => micros,
        (None, None) => 0.0,
    };
    micros.max(1.0)
}

/// A percentile with all its nines.
fn exact(percent: f64) -> String {
    let text = format!("{percent:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn runs(results: &Results) -> String {
    match results.rounds {
        1 => "one run".to_owned(),
        rounds => format!("median of {rounds} runs"),
    }
}

fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_come_nearer_to_100_by_tenths_of_what_is_left() {
        let all: Vec<String> = percentiles(2.0).map(exact).collect();
        let expected = "0 10 20 30 40 50 60 70 80 90 91 92 93 94 95 96 97 98 100";
        assert_eq!(all.join(" "), expected);
    }

    #[test]
    fn a_percentile_is_between_its_neighbours() {
        let curve = vec![(0.0, 5), (50.0, 10), (90.0, 20), (100.0, 30)];
        let latency = Latency { curve, ..Latency::default() };
        let found = [0.0, 50.0, 60.0, 99.0, 100.0].map(|percent| exact(at(&latency, percent)));
        assert_eq!(found, ["5", "10", "12.5", "29", "30"]);
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        assert_eq!((shortened("äöü", 2), shortened("äöü", 3)), ("äö…".into(), "äöü".into()));
    }
}
