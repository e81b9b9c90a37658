//! The figures of a report that tables show.

use load::Report;
use load::plot::{duration, human, trimmed};

/// One figure of a report.
pub struct Metric {
    /// With its unit: the head of its column.
    pub name: &'static str,
    pub get: fn(&Report) -> Option<f64>,
    pub format: fn(f64) -> String,
}

pub const PER_CPU: Metric =
    Metric { name: "deliveries per CPU-second", get: |report| report.per_cpu_s, format: human };
pub const P50: Metric =
    Metric { name: "p50", get: |report| latency(report, |of| of.p50), format: duration };
pub const PEAK: Metric =
    Metric { name: "most memory", get: |report| report.peak_kib.map(float), format: mib };
pub const PER_CLIENT: Metric =
    Metric { name: "memory per client", get: |report| report.kib_per_client, format: kib };
pub const TIME: Metric = Metric { name: "time", get: took, format: seconds };
const CPU: Metric = Metric { name: "CPU time", get: |report| report.cpu_s, format: seconds };
pub const PER_SECOND: Metric =
    Metric { name: "deliveries per second", get: per_second, format: human };
pub const P99: Metric =
    Metric { name: "p99", get: |report| latency(report, |of| of.p99), format: duration };
const P99_9: Metric =
    Metric { name: "p99.9", get: |report| latency(report, |of| of.p99_9), format: duration };
const MAX: Metric =
    Metric { name: "max", get: |report| latency(report, |of| of.max), format: duration };
pub const THREADS: Metric =
    Metric { name: "threads", get: |report| report.threads.map(float), format: human };

/// What is shown of a mode. The first is what the servers are compared by.
pub fn of(mode: &str) -> &'static [Metric] {
    match mode {
        "burst" => &[PER_CPU, PER_SECOND, PEAK],
        "paced" => &[P50, P99, P99_9, MAX, CPU],
        "idle" => &[PER_CLIENT, THREADS],
        "slow" => &[PEAK, TIME],
        _ => &[TIME, CPU, PEAK],
    }
}

/// A run in a few words.
pub fn summary(report: &Report) -> String {
    let first = of(&report.mode).first();
    let value = first.and_then(|metric| {
        let value = (metric.get)(report)?;
        Some(format!("{}: {}", metric.name, (metric.format)(value)))
    });
    let lost = (report.lost > 0).then(|| format!("{} lost", share(report.lost, report.expected)));
    let parts: Vec<String> = value.into_iter().chain(lost).collect();
    if parts.is_empty() { "done".to_owned() } else { parts.join(", ") }
}

/// A part in per cent: `0`, `0.01 %`, `98 %`. Never 0 or 100 by rounding.
pub fn share(part: u64, whole: u64) -> String {
    if part == 0 {
        return "0".to_owned();
    }
    let percent = (float(part) / float(whole.max(1)) * 100.0).max(0.001);
    if part < whole && percent > 99.9 {
        return "99.9 %".to_owned();
    }
    format!("{} %", ratio(percent))
}

/// Two digits: that is as exact as figures of different runs are.
pub fn ratio(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 9.95 => 0,
        size if size >= 0.995 => 1,
        size if size >= 0.0995 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let short = if text.contains('.') { text.trim_end_matches('0') } else { &text };
    short.trim_end_matches('.').to_owned()
}

pub fn mib(kib: f64) -> String {
    format!("{} MiB", trimmed(kib / 1024.0))
}

pub fn kib(kib: f64) -> String {
    format!("{} KiB", trimmed(kib))
}

pub fn seconds(seconds: f64) -> String {
    duration(seconds * 1e6)
}

/// Counts are far below 2^53, up to which this is exact.
#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub fn float(count: u64) -> f64 {
    count as f64
}

fn latency(report: &Report, get: fn(&load::Latency) -> u64) -> Option<f64> {
    report.latency.as_ref().map(|latency| float(get(latency)))
}

/// Nothing if there was nothing to wait for.
fn took(report: &Report) -> Option<f64> {
    (report.wall_s > 0.0).then_some(report.wall_s)
}

fn per_second(report: &Report) -> Option<f64> {
    took(report).map(|seconds| float(report.delivered) / seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_has_two_digits() {
        let ratios = [2.54, 0.749, 12.3, 1.0, 0.012, 0.996].map(ratio);
        assert_eq!(ratios, ["2.5", "0.75", "12", "1", "0.012", "1"]);
    }

    #[test]
    fn a_share_is_neither_nothing_nor_all_by_rounding() {
        let shares = [(0, 10), (1, 10_000_000), (98, 100), (99_999, 100_000), (7, 7)];
        let shares = shares.map(|(part, whole)| share(part, whole));
        assert_eq!(shares, ["0", "0.001 %", "98 %", "99.9 %", "100 %"]);
    }
}
