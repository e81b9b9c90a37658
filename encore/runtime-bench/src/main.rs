//! Measures encore/runtime beside tokio and smol: `cargo run --release -p runtime-bench`.
//!
//! The runtimes take turns, so that whatever else the machine does meets them alike.

mod channels;
mod contender;
mod contenders;
mod report;
mod workload;

use std::io;
use std::time::{Duration, Instant};

use contender::Contender;
use contenders::{Own, Smol, Tokio};
use report::{Row, Samples};
use workload::{Workload, workloads};

const USAGE: &str = "usage: runtime-bench [--rounds N] [--only WORD] [--json FILE]";

/// What the command line says.
struct Options {
    rounds: usize,
    /// Only workloads whose name contains this.
    only: String,
    json: Option<String>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self { rounds: 11, only: String::new(), json: None };
        while let Some(name) = arguments.next() {
            let value = arguments.next()?;
            match name.as_str() {
                "--rounds" => options.rounds = value.parse().ok().filter(|&rounds| rounds > 0)?,
                "--only" => options.only = value,
                "--json" => options.json = Some(value),
                _ => return None,
            }
        }
        Some(options)
    }
}

fn main() -> io::Result<()> {
    let Some(options) = Options::parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        std::process::exit(2);
    };
    let (own, tokio, smol) = (Own::new()?, Tokio::new()?, Smol::new()?);
    let all = workloads::<Own>().into_iter().zip(workloads::<Tokio>()).zip(workloads::<Smol>());
    let mut rows = Vec::new();
    for ((for_own, for_tokio), for_smol) in all {
        if !for_own.name.contains(&options.only) {
            continue;
        }
        let mut samples = [Vec::new(), Vec::new(), Vec::new()];
        // The first round warms up.
        for round in 0..=options.rounds {
            let times = [
                measure(&own, &for_own)?,
                measure(&tokio, &for_tokio)?,
                measure(&smol, &for_smol)?,
            ];
            if round > 0 {
                samples.iter_mut().zip(times).for_each(|(samples, time)| samples.push(time));
            }
        }
        let [own, tokio, smol] = samples.map(Samples::new);
        let row = Row { name: for_own.name, unit: for_own.unit, own, tokio, smol };
        println!("{}{row}", if rows.is_empty() { report::HEADER } else { "" });
        rows.push(row);
    }
    if let Some(path) = options.json {
        std::fs::write(path, report::json(&rows, options.rounds))?;
    }
    Ok(())
}

/// Nanoseconds for each of what is counted.
fn measure<C: Contender>(contender: &C, workload: &Workload) -> io::Result<f64> {
    let start = Instant::now();
    contender.run((workload.run)())?;
    let taken: Duration = start.elapsed();
    Ok(taken.as_secs_f64() * 1e9 / f64::from(workload.count))
}
