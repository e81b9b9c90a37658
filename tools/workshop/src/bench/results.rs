//! All runs, as a file.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use load::Report;
use serde::{Deserialize, Serialize};

use super::machine::Machine;
use super::suite::Scenario;
use crate::error::WorkshopError;

/// What `results.json` holds: everything that tables and plots are made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Results {
    pub date: String,
    /// How the bench was started.
    pub command: String,
    /// The numbers were small and say nothing about speed.
    #[serde(default)]
    pub is_quick: bool,
    /// How many were planned; fewer were made if the bench was interrupted.
    pub rounds: u32,
    pub machine: Machine,
    pub servers: Vec<String>,
    pub scenarios: Vec<Scenario>,
    pub runs: Vec<Run>,
}

/// One run, in whatever way it ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Run {
    /// The scenario's key.
    pub scenario: String,
    /// From 1.
    pub round: u32,
    pub server: String,
    pub args: Vec<String>,
    /// How long it took, with starting the server and connecting.
    pub seconds: f64,
    pub report: Option<Report>,
    /// Why there is no report, or what is wrong with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A run that is still to be made.
#[derive(Debug, Clone)]
pub struct Plan {
    pub scenario: Scenario,
    pub round: u32,
    pub server: String,
    pub args: Vec<String>,
}

impl Results {
    /// All runs in the order in which they are to be made.
    pub fn planned(&self) -> Vec<Plan> {
        let mut plans = Vec::new();
        for round in 1..=self.rounds {
            for scenario in &self.scenarios {
                let plan = |server: &String| {
                    let args = scenario.args_for(server)?.to_vec();
                    let scenario = scenario.clone();
                    Some(Plan { scenario, round, server: server.clone(), args })
                };
                plans.extend(self.servers.iter().filter_map(plan));
            }
        }
        plans
    }

    /// The runs of a server in a scenario.
    pub fn runs_of<'a>(&'a self, key: &'a str, server: &'a str) -> impl Iterator<Item = &'a Run> {
        self.runs.iter().filter(move |run| run.scenario == key && run.server == server)
    }

    /// The groups of scenarios that something was run of, in their order.
    pub fn groups(&self) -> Vec<Vec<&Scenario>> {
        let mut groups: Vec<Vec<&Scenario>> = Vec::new();
        let was_run =
            |scenario: &&Scenario| self.runs.iter().any(|run| run.scenario == scenario.key);
        for scenario in self.scenarios.iter().filter(was_run) {
            match groups.iter_mut().find(|group| group[0].group == scenario.group) {
                Some(group) => group.push(scenario),
                None => groups.push(vec![scenario]),
            }
        }
        groups
    }

    pub fn read(path: &Path) -> Result<Self, WorkshopError> {
        let text = fs::read_to_string(path)
            .map_err(|error| WorkshopError::Read(path.to_owned(), error))?;
        serde_json::from_str(&text).map_err(|error| {
            WorkshopError::Bench(format!("{} is no results.json: {error}", path.display()))
        })
    }

    /// Replaces the file at once: whoever is interrupted while writing keeps the old one.
    pub fn write(&self, path: &Path) -> Result<(), WorkshopError> {
        let temporary = path.with_extension("json.tmp");
        let written = self.write_to(&temporary).and_then(|()| fs::rename(&temporary, path));
        written.map_err(|error| WorkshopError::WriteFile(path.to_owned(), error))
    }

    fn write_to(&self, path: &Path) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")?;
        file.flush()
    }
}
