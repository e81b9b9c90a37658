//! `cargo workshop bench`: the servers beside each other, and beside others.
//!
//! - `args`: what the command line understands
//! - `suite`: which runs there are
//! - `servers`: which servers there are, and how they are built
//! - `machine`: what the figures were measured on
//! - `runner`: one run of the load generator
//! - `progress`: what runs now, and how long it will take
//! - `results`: all runs, as a file
//! - `metric`: the figures of a report that tables show
//! - `compare`: medians, ranges, and ratios round by round
//! - `targets`: what the servers are meant to reach
//! - `tables`: the results as text
//! - `plots`: the results as pictures
//! - `figures`: single figures of a results file, for the book

mod args;
mod compare;
mod figures;
mod machine;
mod metric;
mod plots;
mod progress;
mod results;
mod runner;
mod servers;
mod suite;
mod tables;
mod targets;

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

pub use args::BenchArgs;
pub use figures::Figures;
use machine::Machine;
pub use metric::ratio;
use progress::Progress;
use results::{Results, Run};
use runner::Runner;
pub use tables::table as markdown_table;

use crate::date;
use crate::error::WorkshopError;
use crate::workspace::Workspace;

impl BenchArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        if let Some(file) = &self.from {
            let results = Results::read(file)?;
            let beside = || file.parent().unwrap_or(Path::new("")).to_owned();
            let out = self.out.clone().unwrap_or_else(beside);
            return draw(&results, &out);
        }
        let workspace = Workspace::find();
        let cores = machine::cores();
        let scenarios = suite::scenarios(self.suite, self.quick, &cores);
        if scenarios.is_empty() {
            return Err(WorkshopError::Bench("the suite cores needs two cores, on Linux".into()));
        }
        let servers = servers::chosen(&workspace, &self.servers, &self.with)?;
        let out = self.out.clone().unwrap_or_else(|| workspace.root().join("target/bench"));
        make(&out)?;
        let load = match &self.load_binary {
            Some(path) => path.clone(),
            None => servers::build(&workspace, &servers)?,
        };
        let results = Results {
            date: date::now(),
            command: command_line(),
            is_quick: self.quick,
            rounds: self.rounds.unwrap_or(if self.quick { 1 } else { 5 }),
            machine: Machine::here(workspace.root(), servers.iter().any(|name| name == "nats")),
            servers,
            scenarios,
            runs: Vec::new(),
        };
        measure(results, &Runner { load, cores }, &out)
    }
}

/// Makes all runs: a whole round of everything, then the next. So the runs that are compared
/// with each other are neighbours in time, and an interrupted bench has a bit of everything.
fn measure(mut results: Results, runner: &Runner, out: &Path) -> Result<(), WorkshopError> {
    let file = out.join("results.json");
    let planned = results.planned();
    let mut progress = Progress::of(&planned, results.rounds);
    for plan in &planned {
        progress.begin(plan);
        let started = Instant::now();
        let (report, error) = runner.run(plan);
        let run = Run {
            scenario: plan.scenario.key.clone(),
            round: plan.round,
            server: plan.server.clone(),
            args: plan.args.clone(),
            seconds: started.elapsed().as_secs_f64(),
            report,
            error,
        };
        progress.end(&run);
        results.runs.push(run);
        results.write(&file)?;
    }
    draw(&results, out)?;
    let failed = results.runs.iter().filter(|run| run.report.is_none()).count();
    match failed {
        0 => Ok(()),
        all if all == results.runs.len() => Err(WorkshopError::Bench("every run failed".into())),
        some => {
            eprintln!("{some} of {} runs failed; the tables say which", results.runs.len());
            Ok(())
        }
    }
}

/// Writes tables and plots.
fn draw(results: &Results, out: &Path) -> Result<(), WorkshopError> {
    make(out)?;
    let plots = plots::all(results);
    for (name, svg) in &plots {
        write(&out.join(name), svg)?;
    }
    let names: Vec<&str> = plots.iter().map(|(name, _)| name.as_str()).collect();
    let tables = out.join("results.md");
    write(&tables, &tables::markdown(results, &names))?;
    eprintln!("{} and {} plots are written", tables.display(), plots.len());
    Ok(())
}

fn make(folder: &Path) -> Result<(), WorkshopError> {
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| WorkshopError::WriteFile(folder.to_owned(), error))
}

fn write(path: &PathBuf, text: &str) -> Result<(), WorkshopError> {
    fs::write(path, text).map_err(|error| WorkshopError::WriteFile(path.clone(), error))
}

fn command_line() -> String {
    let args: Vec<String> =
        env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    format!("cargo workshop {}", args.join(" "))
}
