//! Proves each kind of thing that the book shows.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;
use testkit::scenario::Scenario;

use super::crates::{Crates, Refusal, copied};
use super::difference::difference;
use super::material::{Fails, Program};
use super::process::{self, Ended};
use super::variant::Variant;
use super::{Mode, Wanted, normal, recorded};

/// How long anything may run.
pub const LIMIT: Duration = Duration::from_mins(1);

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
            Wanted::Session { name, stage } => self.session(name, *stage),
            Wanted::Command(command) => self.command(command),
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
                let refused = self.crates.program(&source, &folder.path().join("program"))?;
                Ok(vec![refusal(refused, &error)?])
            }
            Fails::Refused { variant, error } => {
                let refused = self.crates.variant(&variant, folder.path(), false)?;
                Ok(vec![refusal(refused, &error)?])
            }
            Fails::Session { variant, scenario } => {
                let broken = self.variant(&variant, folder.path(), false)?;
                self.failing_session(&broken, variant.stage, &scenario)
            }
            Fails::Program { variant, path } => {
                let broken = self.variant(&variant, folder.path(), false)?;
                let program = self.compiled(&path, folder.path())?;
                self.failing_program(&broken, variant.stage, &program)
            }
        }
    }

    /// The broken stage goes exactly like the scenario, and the stage as it is does not.
    fn failing_session(
        &self,
        broken: &Path,
        stage: u8,
        scenario: &Path,
    ) -> Result<Vec<String>, String> {
        let scenario = Scenario::load(scenario)?;
        let transcript = scenario
            .run(broken, stage)
            .map_err(|failure| format!("the broken stage does not go like this: {failure}"))?;
        match scenario.run(&self.crates.shipped(stage)?, stage) {
            Err(_) => Ok(vec![transcript.to_string()]),
            Ok(_) => Err("the stage as it is goes exactly like the broken one".to_owned()),
        }
    }

    /// What a program says of the broken stage, and of the stage as it is.
    fn failing_program(
        &self,
        broken: &Path,
        stage: u8,
        program: &Path,
    ) -> Result<Vec<String>, String> {
        let with = |server: &Path| {
            let ended = Self::watched(program, Some(server))?;
            match ended.status {
                Some(0) => Ok(normal::output(&ended.all(), self.root)),
                status => Err(format!("it ended with {status:?}: {}", ended.all())),
            }
        };
        let outputs = vec![with(broken)?, with(&self.crates.shipped(stage)?)?];
        if outputs[0] == outputs[1] {
            return Err(format!("it prints the same for both: {}", outputs[0]));
        }
        Ok(outputs)
    }

    fn run(&self, name: &str) -> Result<Vec<String>, String> {
        let Program { exit, path, .. } = Program::load(self.root, name)?;
        let folder = temporary()?;
        let program = self.compiled(&path, folder.path())?;
        let ended = Self::watched(&program, None)?;
        if ended.status != Some(exit) {
            let text = ended.all();
            return Err(format!("it ended with {:?}, not with {exit}: {text}", ended.status));
        }
        Ok(vec![normal::output(&ended.all(), self.root)])
    }

    fn session(&self, name: &str, stage: u8) -> Result<Vec<String>, String> {
        let path = self.root.join("book/scenarios").join(format!("{name}.txt"));
        let scenario = Scenario::load(&path)?;
        if !scenario.stages.contains(stage) {
            return Err(format!("this scenario does not hold for stage {stage}"));
        }
        let run = scenario.run(&self.crates.shipped(stage)?, stage);
        let transcript = run.map_err(|failure| failure.to_string())?;
        Ok(vec![transcript.to_string()])
    }

    fn command(&self, line: &str) -> Result<Vec<String>, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut command = match words[..] {
            ["cargo", "workshop", ref arguments @ ..] => {
                let this =
                    env::current_exe().map_err(|error| format!("cannot find myself: {error}"))?;
                let mut command = Command::new(this);
                command.args(arguments);
                command
            }
            ["cargo", "run", "-p", package, ref arguments @ ..] => {
                let stages = 1..=6;
                let shipped = stages.filter_map(|stage| self.crates.shipped(stage).ok());
                let is_meant =
                    |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == package);
                let binary = { shipped }.find(is_meant).ok_or(format!("no stage {package}"))?;
                let mut command = Command::new(binary);
                command.args(arguments.iter().skip_while(|argument| **argument == "--"));
                command
            }
            _ => {
                return Err(
                    "only `cargo workshop …` and `cargo run -p STAGE` can be shown".to_owned()
                );
            }
        };
        let ended = process::run(command.current_dir(self.root), LIMIT)?;
        let mut text = normal::output(&ended.all(), self.root);
        if let Some(status) = ended.status.filter(|status| *status != 0) {
            text += &format!("(exit status {status})\n");
        }
        Ok(vec![text])
    }

    /// The server of an edited stage.
    pub fn variant(
        &self,
        variant: &Variant,
        folder: &Path,
        strictly: bool,
    ) -> Result<PathBuf, String> {
        let compiled = self.crates.variant(variant, folder, strictly)?;
        compiled.map_err(|refusal| format!("it does not compile: {}", refusal.message))
    }

    /// A program of the book, compiled.
    pub fn compiled(&self, path: &Path, folder: &Path) -> Result<PathBuf, String> {
        let source = copied(path, folder)?;
        let program = folder.join("program");
        let compiled = self.crates.program(&source, &program)?;
        compiled.map_err(|refusal| format!("it does not compile: {}", refusal.message))?;
        Ok(program)
    }

    /// Runs a program, which is told where the server is.
    pub fn watched(program: &Path, server: Option<&Path>) -> Result<Ended, String> {
        let mut command = Command::new(program);
        if let Some(server) = server {
            command.env("SERVER", server);
        }
        process::run(&mut command, LIMIT)
    }
}

/// The message of an error that was expected.
fn refusal<T>(compiled: Result<T, Refusal>, error: &str) -> Result<String, String> {
    let Err(refusal) = compiled else { return Err(format!("it compiles; expected {error}")) };
    let is_code = error.starts_with('E') && error[1..].bytes().all(|byte| byte.is_ascii_digit());
    let fits = if is_code {
        refusal.code.as_deref() == Some(error)
    } else {
        refusal.message.contains(error)
    };
    if fits { Ok(refusal.message) } else { Err(format!("not {error}, but: {}", refusal.message)) }
}

pub fn temporary() -> Result<TempDir, String> {
    let folder = tempfile::Builder::new().prefix(normal::PREFIX).tempdir();
    folder.map_err(|error| format!("cannot make a temporary folder: {error}"))
}
