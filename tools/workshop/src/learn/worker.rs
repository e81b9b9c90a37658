//! Checks a server in a process of its own, with everything that is started there.
//!
//! Whoever ends this process ends its process group, and with it every server that a check
//! has left behind. It ends itself in this way when its standard input does: then the command
//! that started it is gone.

use std::io::{self, Read, Write};
use std::panic;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clap::{Args, Subcommand};
use testkit::scenario::{Scenario, folder};

use super::behaviours;
use super::message::{Message, Trouble};
use super::process;
use crate::error::WorkshopError;

/// The name of the command, which is not shown to anybody.
pub const COMMAND: &str = "learn-worker";

/// How many scenarios run at the same time: most of their time is waiting for silence.
const AT_ONCE: usize = 4;

/// Checks a server and reports in JSON
#[derive(Debug, Args)]
pub struct WorkerArgs {
    /// The program
    server: PathBuf,
    #[command(subcommand)]
    job: Job,
}

#[derive(Debug, Subcommand)]
enum Job {
    /// Scenarios, by path or by name, in this order
    Scenarios {
        stage: u8,
        /// Go on after the first that fails
        #[arg(long)]
        all: bool,
        names: Vec<String>,
    },
    /// A check by its name
    Behaviour { name: String },
}

impl WorkerArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        thread::spawn(|| {
            // Nothing comes; an error is an end as well.
            let _ = io::stdin().read_to_end(&mut Vec::new());
            process::end_own_group();
        });
        panic::set_hook(Box::new(|info| {
            let said = info.payload_as_str().unwrap_or("it panicked");
            tell(&Message::Panicked(said.to_owned()));
        }));
        match self.job {
            Job::Behaviour { name } => {
                let check = behaviours::find(&name)
                    .ok_or_else(|| WorkshopError::Learn(format!("there is no check {name}")))?;
                check(self.server);
                tell(&Message::Right(name));
            }
            Job::Scenarios { stage, all, ref names } => self.scenarios(stage, all, names)?,
        }
        Ok(())
    }

    fn scenarios(&self, stage: u8, all: bool, names: &[String]) -> Result<(), WorkshopError> {
        let path = |name: &String| match name.strip_suffix(".txt") {
            Some(_) => PathBuf::from(name),
            None => folder().join(format!("{name}.txt")),
        };
        let scenarios: Result<Vec<_>, _> =
            names.iter().map(|name| Scenario::load(&path(name))).collect();
        let scenarios = scenarios.map_err(WorkshopError::Learn)?;
        let next = AtomicUsize::new(0);
        // Those after the first that failed need not be tried.
        let end = AtomicUsize::new(scenarios.len());
        let work = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(scenario) = scenarios.get(index) else { return };
                if index >= end.load(Ordering::Relaxed) {
                    return;
                }
                if !self.scenario(scenario, &names[index], stage) && !all {
                    end.fetch_min(index, Ordering::Relaxed);
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(work);
            }
        });
        Ok(())
    }

    /// Whether it went as written.
    fn scenario(&self, scenario: &Scenario, name: &str, stage: u8) -> bool {
        tell(&Message::Started(name.to_owned()));
        match scenario.run(&self.server, stage) {
            Ok(_) => {
                tell(&Message::Right(name.to_owned()));
                true
            }
            Err(failure) => {
                let trouble = Trouble::of_failure(scenario, *failure);
                tell(&Message::Wrong(name.to_owned(), trouble));
                false
            }
        }
    }
}

fn tell(message: &Message) {
    if let Ok(mut line) = serde_json::to_string(message) {
        line.push('\n');
        // Nobody listens any more; the end of standard input will say so, too.
        let _ = io::stdout().write_all(line.as_bytes());
    }
}
