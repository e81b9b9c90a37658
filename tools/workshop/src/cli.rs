//! What the command line understands.

use std::io::{self, BufWriter};

use clap::{Args, Parser, Subcommand};

use crate::bench::BenchArgs;
use crate::book::BookArgs;
use crate::error::WorkshopError;
use crate::learn::{CheckArgs, HintArgs, RevealArgs, StartArgs, StatusArgs, WatchArgs, WorkerArgs};
use crate::live::ServeArgs;
use crate::paint::{ColorWhen, Paint};
use crate::report::Report;
use crate::step::Step;
use crate::workspace::Workspace;

/// Tools for readers and instructors of the course.
#[derive(Debug, Parser)]
#[command(name = "cargo workshop", bin_name = "cargo workshop", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Diff(DiffArgs),
    Bench(BenchArgs),
    Book(BookArgs),
    Start(StartArgs),
    Check(CheckArgs),
    Hint(HintArgs),
    Reveal(RevealArgs),
    Status(StatusArgs),
    Watch(WatchArgs),
    #[command(hide = true)]
    LearnWorker(WorkerArgs),
    Serve(ServeArgs),
}

/// Shows what changes from one stage to another
///
/// Compares the src/ of both, file by file, and needs neither git nor diff.
/// Files that exist in only one of them are named; --full shows them.
#[derive(Debug, Args)]
struct DiffArgs {
    /// The stage to start from: a number (4), a crate (stage4-commands), or the path of a folder
    #[arg(value_name = "FROM")]
    from: String,
    /// The stage to arrive at
    #[arg(value_name = "TO")]
    to: String,
    /// Print a table instead: lines added and removed in each file, the sum of changes, the share of noise
    #[arg(long, conflicts_with = "noise")]
    stat: bool,
    /// Print only the changed lines that are noise: reformatted, renamed, moved, comments
    #[arg(long)]
    noise: bool,
    /// Show added and removed files line by line
    #[arg(long, conflicts_with_all = ["stat", "noise"])]
    full: bool,
    /// Look at this file of src/ alone, such as session.rs
    #[arg(long, value_name = "FILE")]
    only: Option<String>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = ColorWhen::Auto)]
    color: ColorWhen,
}

impl Cli {
    /// Does what the command line asks for.
    pub fn run(self) -> Result<(), WorkshopError> {
        let done = match self.command {
            Command::Diff(args) => args.run(),
            Command::Bench(args) => args.run(),
            Command::Book(args) => args.run(),
            Command::Start(args) => args.run(),
            Command::Check(args) => args.run(),
            Command::Hint(args) => args.run(),
            Command::Reveal(args) => args.run(),
            Command::Status(args) => args.run(),
            Command::Watch(args) => args.run(),
            Command::LearnWorker(args) => args.run(),
            Command::Serve(args) => args.run(),
        };
        match done {
            // Whoever reads the output has seen enough, as `head` does.
            Err(WorkshopError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    }
}

impl DiffArgs {
    fn run(self) -> Result<(), WorkshopError> {
        let workspace = Workspace::find();
        let old = workspace.sources(&self.from)?;
        let new = workspace.sources(&self.to)?;
        let mut step = Step::between(&old, &new);
        if let Some(only) = self.only {
            let name = only.strip_prefix("src/").unwrap_or(&only);
            step.files.retain(|file| file.name == name);
            if step.files.is_empty() {
                return Err(WorkshopError::UnknownFile(only));
            }
        }
        let out = BufWriter::new(io::stdout().lock());
        let mut report = Report { step: &step, paint: Paint::new(self.color), out };
        if self.stat {
            report.table()?;
        } else if self.noise {
            report.noise()?;
        } else {
            report.unified(self.full)?;
        }
        Ok(())
    }
}
