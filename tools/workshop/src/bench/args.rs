//! What the command line understands.

use std::path::PathBuf;

use clap::{Args, value_parser};

use super::suite::Suite;

/// Measures the servers beside each other, and beside others
///
/// Builds everything in release, starts each server alone, loads it with
/// clients, and repeats that in rounds, so that what is compared ran one after
/// the other. Writes results.json (after every run: what is interrupted is not
/// lost), results.md with tables, and plots as SVG.
///
/// On Linux with two cores or more, server and clients have a core each. Leave
/// the machine alone while it measures.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// Measure these servers of the course: stage5, stage6, and those in encore/ [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub servers: Vec<String>,
    /// Measure these as well: nats (nats-server, to be installed), floor (fan-out without a chat)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub with: Vec<String>,
    /// What to measure
    #[arg(long, value_name = "SUITE", value_enum, default_value_t = Suite::Targets)]
    pub suite: Suite,
    /// How often each run is made; tables show the median [default: 5, with --quick 1]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=1000))]
    pub rounds: Option<u32>,
    /// Use small numbers: shows that everything works, and says nothing about speed
    #[arg(long)]
    pub quick: bool,
    /// Write to this folder [default: target/bench, with --from the folder of its FILE]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Measure nothing; write tables and plots of this results.json again
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["servers", "with", "suite", "rounds", "quick", "load_binary"]
    )]
    pub from: Option<PathBuf>,
    /// Build nothing, and use this program in place of load
    #[arg(long, value_name = "PATH", hide = true)]
    pub load_binary: Option<PathBuf>,
}
