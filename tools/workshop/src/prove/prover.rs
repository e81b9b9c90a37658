//! Proves each kind of thing that the book shows.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use testkit::scenario::Scenario;

use super::built::Built;
use super::crates::Crates;
use super::difference::difference;
use super::material::{Fails, Program, copied};
use super::package::Package;
use super::process::{self, Ended, LIMIT};
use super::variant::Variant;
use super::{Mode, Wanted, command, normal, recorded};

/// Everything that proofs need.
#[derive(Clone, Copy)]
pub struct Prover<'a> {
    pub root: &'a Path,
    pub crates: &'a Crates,
    pub mode: Mode,
}

impl Prover<'_> {
    /// What is wrong with it.
    pub fn prove(&self, wanted: &Wanted) -> Vec<String> {
        let proved = match wanted {
            Wanted::Fails(name) => self.fails(name),
            Wanted::Run(name) => self.run(name),
            Wanted::Session { name, package } => self.session(name, package),
            Wanted::Command(line) => {
                command::run(line, self.root, self.crates).map(|text| vec![text])
            }
            Wanted::Exercise(name) => return self.exercise(name),
            Wanted::Quiz(name) => return self.quiz(name),
            Wanted::Shown { text, .. } => Ok(vec![text.clone()]),
        };
        let produced = match proved {
            Ok(produced) => produced,
            Err(why) => return vec![why],
        };
        let names = recorded::names(self.root, wanted);
        let kept = names.iter().zip(&produced).map(|(name, text)| self.keep(name, text));
        kept.filter_map(Result::err).collect()
    }

    /// Compares with the recording, or writes it.
    pub fn keep(&self, name: &str, came: &str) -> Result<(), String> {
        if self.mode == Mode::Record {
            return recorded::write(self.root, name, came);
        }
        let recorded = recorded::read(self.root, name)?;
        if recorded == came {
            return Ok(());
        }
        Err(format!("{name} is not what comes now:{}", difference(&recorded, came)))
    }

    fn fails(&self, name: &str) -> Result<Vec<String>, String> {
        let folder = temporary()?;
        match Fails::load(self.root, name)? {
            Fails::Snippet { error, path, .. } => {
                let source = copied(&path, folder.path())?;
                match self.crates.program(&source, None)? {
                    Err(refusal) => Ok(vec![refusal.expected(&error)?]),
                    Ok(_) => Err(format!("it compiles; expected {error}")),
                }
            }
            Fails::Refused { variant, error } => {
                match self.crates.variant(&variant, folder.path(), false)? {
                    Err(refusal) => Ok(vec![refusal.expected(&error)?]),
                    Ok(_) => Err(format!("it compiles; expected {error}")),
                }
            }
            Fails::Session { variant, scenario } => {
                let scenario = scenario_for(&scenario, variant.package.chat()?)?;
                let broken = self.variant(&variant, folder.path(), false)?;
                self.failing_session(&broken, &variant.package, &scenario)
            }
            Fails::Program { variant, path } => {
                let broken = self.variant(&variant, folder.path(), false)?;
                self.failing_program(&broken, &variant.package, &path)
            }
        }
    }

    /// The broken server goes exactly like the scenario, and the server as it is does not.
    fn failing_session(
        &self,
        broken: &Built,
        package: &Package,
        scenario: &Scenario,
    ) -> Result<Vec<String>, String> {
        let shipped = self.crates.shipped(package)?;
        let chat = package.chat()?;
        let transcript = scenario
            .run(broken.server()?, chat)
            .map_err(|failure| format!("the broken server does not go like this: {failure}"))?;
        match scenario.run(shipped.server()?, chat) {
            Err(_) => Ok(vec![transcript.to_string()]),
            Ok(_) => Err("the server as it is goes exactly like the broken one".to_owned()),
        }
    }

    /// What a program says of the broken package, and of the package as it is.
    fn failing_program(
        &self,
        broken: &Built,
        package: &Package,
        path: &Path,
    ) -> Result<Vec<String>, String> {
        let shipped = self.crates.shipped(package)?;
        let with = |name: &str, subject: &Built| {
            let folder = temporary()?;
            let program = self.compiled(path, Some(subject), folder.path())?;
            let printed = self.printed(&program, Some(subject), 0);
            printed.map_err(|why| format!("with the {name} {}: {why}", subject.kind()))
        };
        let outputs = vec![with("broken", broken)?, with("shipped", &shipped)?];
        if outputs[0] == outputs[1] {
            return Err(format!("it prints the same for both:\n{}", outputs[0]));
        }
        Ok(outputs)
    }

    fn run(&self, name: &str) -> Result<Vec<String>, String> {
        let Program { exit, server, path, .. } = Program::load(self.root, name)?;
        let folder = temporary()?;
        let program = self.compiled(&path, None, folder.path())?;
        let server = server.map(|server| self.crates.shipped(&server)).transpose()?;
        Ok(vec![self.printed(&program, server.as_ref(), exit)?])
    }

    /// What a program prints; before it is written down, it has to print that again.
    fn printed(
        &self,
        program: &Path,
        subject: Option<&Built>,
        exit: i32,
    ) -> Result<String, String> {
        let once = || {
            let ended = watched(program, subject)?;
            let text = normal::output(&ended.all(), self.root);
            if ended.status == Some(exit) {
                Ok(text)
            } else {
                Err(format!("it ended with {}, not with status {exit}:\n{text}", ended.how()))
            }
        };
        let first = once()?;
        if self.mode == Mode::Record {
            let second = once()?;
            if second != first {
                let difference = difference(&first, &second);
                return Err(format!("it prints something else in the next run:{difference}"));
            }
        }
        Ok(first)
    }

    fn session(&self, name: &str, package: &Package) -> Result<Vec<String>, String> {
        let chat = package.chat()?;
        let scenario = scenario_for(&package.scenario(self.root, name)?, chat)?;
        let run = scenario.run(self.crates.shipped(package)?.server()?, chat);
        let transcript = run.map_err(|failure| failure.to_string())?;
        Ok(vec![transcript.to_string()])
    }

    /// An edited package.
    pub fn variant(
        &self,
        variant: &Variant,
        folder: &Path,
        strictly: bool,
    ) -> Result<Built, String> {
        let compiled = self.crates.variant(variant, folder, strictly)?;
        compiled.map_err(|refusal| format!("it does not compile:\n{}", refusal.message))
    }

    /// A program of the book, compiled; if it is about a library, against that.
    pub fn compiled(
        &self,
        path: &Path,
        subject: Option<&Built>,
        folder: &Path,
    ) -> Result<PathBuf, String> {
        let source = copied(path, folder)?;
        let compiled = self.crates.program(&source, subject)?;
        compiled.map_err(|refusal| format!("it does not compile:\n{}", refusal.message))
    }
}

/// Runs a program in its own folder, and tells it where the server is, if it is about one.
pub fn watched(program: &Path, subject: Option<&Built>) -> Result<Ended, String> {
    let mut command = Command::new(program);
    command.current_dir(program.parent().unwrap_or(Path::new(".")));
    if let Some(Built::Server(server)) = subject {
        command.env("SERVER", server);
    }
    process::run(&mut command, LIMIT)
}

/// A scenario that says something of this stage, or of what has its place.
pub fn scenario_for(path: &Path, chat: u8) -> Result<Scenario, String> {
    let scenario = Scenario::load(path)?;
    if scenario.stages.contains(chat) {
        return Ok(scenario);
    }
    let (name, stages) = (scenario.name(), scenario.stages);
    Err(format!("the scenario {name} does not hold for this server, but for {stages}"))
}

pub fn temporary() -> Result<TempDir, String> {
    let folder = tempfile::Builder::new().prefix(normal::PREFIX).tempdir();
    folder.map_err(|error| format!("cannot make a temporary folder: {error}"))
}
