//! Checks a server, one thing after the other, in processes of their own.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use super::course::{Item, Kind};
use super::message::{Message, Trouble};
use super::process::{Group, Next};
use super::{behaviours, stand_in, worker};

/// How long a scenario may take to do anything at all.
const LIMIT: Duration = Duration::from_mins(2);

/// How long a check may take.
const LONG_LIMIT: Duration = Duration::from_mins(10);

/// The server that is checked.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A program that takes an address and settings.
    Program(PathBuf),
    /// The words of a command in which `{addr}` stands for the address.
    Command(Vec<String>),
    /// A library, by the name of its crate: what checks it is compiled against it.
    Library(String),
}

/// Something that is wrong with a server.
#[derive(Debug, Clone)]
pub struct Wrong {
    /// Its place among the items.
    pub index: usize,
    pub trouble: Trouble,
}

/// What came of checking.
#[derive(Debug, Default)]
pub struct Grade {
    /// The places of what is right among the items.
    pub right: Vec<usize>,
    /// In the order of the items.
    pub wrong: Vec<Wrong>,
}

/// How to check.
#[derive(Debug, Clone, Copy)]
pub struct Grader<'a> {
    pub stage: u8,
    pub subject: &'a Subject,
    /// Do not stop at the first thing that is wrong.
    pub all: bool,
}

impl Grader<'_> {
    /// Checks everything, or up to the first thing that is wrong; `busy` is told what is next.
    pub fn grade(self, items: &[Item], busy: &mut dyn FnMut(&str)) -> Result<Grade, String> {
        let mut grade = Grade::default();
        self.scenarios(items, &mut grade, busy)?;
        let never_started = grade.wrong.iter().any(|wrong| wrong.trouble.never_started);
        for (index, item) in items.iter().enumerate() {
            let Kind::Behaviour(name) = &item.kind else { continue };
            if never_started || !self.all && !grade.wrong.is_empty() {
                break;
            }
            busy(&item.to_string());
            match self.behaviour(name)? {
                None => grade.right.push(index),
                Some(trouble) => grade.wrong.push(Wrong { index, trouble }),
            }
        }
        grade.wrong.sort_by_key(|wrong| wrong.index);
        if !self.all {
            grade.wrong.truncate(1);
        }
        Ok(grade)
    }

    /// Checks scenarios, several at a time.
    fn scenarios(
        self,
        items: &[Item],
        grade: &mut Grade,
        busy: &mut dyn FnMut(&str),
    ) -> Result<(), String> {
        let names: Vec<String> = items.iter().filter_map(scenario).collect();
        if names.is_empty() {
            return Ok(());
        }
        let mut command = self.command()?;
        command.args(["scenarios", &self.stage.to_string()]);
        if self.all {
            command.arg("--all");
        }
        let group = Group::start(command.arg("--").args(&names))?;
        let place = |name: &str| names.iter().position(|known| known == name);
        loop {
            let message = match group.next(LIMIT) {
                Next::Line(line) => serde_json::from_str(&line),
                Next::Silence => return Err("the check of the scenarios is stuck".to_owned()),
                Next::End => break,
            };
            match message {
                Ok(Message::Started(name)) => busy(&format!("scenario {name}")),
                Ok(Message::Right(name)) => grade.right.extend(place(&name)),
                Ok(Message::Wrong(name, trouble)) => {
                    let index = place(&name).unwrap_or(names.len());
                    grade.wrong.push(Wrong { index, trouble });
                }
                Ok(Message::Panicked(_)) | Err(_) => {}
            }
        }
        if grade.right.len() == names.len() || !grade.wrong.is_empty() {
            return Ok(());
        }
        Err(format!("the check of the scenarios broke off:\n{}", group.end()))
    }

    /// What is wrong, if anything is.
    fn behaviour(self, name: &str) -> Result<Option<Trouble>, String> {
        let limit = if behaviours::is_long(name) { LONG_LIMIT } else { LIMIT };
        let deadline = Instant::now() + limit;
        let mut command = self.command()?;
        let group = Group::start(command.args(["behaviour", name]))?;
        let mut panics: Vec<Trouble> = Vec::new();
        loop {
            match group.next(deadline.saturating_duration_since(Instant::now())) {
                Next::Line(line) => match serde_json::from_str(&line) {
                    Ok(Message::Right(_)) => return Ok(None),
                    Ok(Message::Panicked(said)) => panics.push(Trouble::of_panic(&said)),
                    _ => {}
                },
                Next::Silence => {
                    let came = format!("no end after {} s", limit.as_secs());
                    return Ok(Some(Trouble { came, ..Trouble::default() }));
                }
                Next::End => break,
            }
        }
        // What says what was expected says most; others panic because one has.
        let best = panics.iter().position(|trouble| !trouble.expected.is_empty()).unwrap_or(0);
        if best < panics.len() {
            return Ok(Some(panics.swap_remove(best)));
        }
        Err(format!("the check {name} broke off:\n{}", group.end()))
    }

    /// A worker that looks at the server.
    fn command(self) -> Result<Command, String> {
        let this = env::current_exe().map_err(|error| format!("cannot find myself: {error}"))?;
        let mut command = Command::new(&this);
        command.arg(worker::COMMAND);
        match self.subject {
            Subject::Program(path) => command.arg(path),
            Subject::Command(words) => {
                stand_in::stand_for(&mut command, words)?;
                command.arg(&this)
            }
            Subject::Library(name) => return Err(format!("{name} is no server")),
        };
        command.env_remove("RUST_BACKTRACE");
        Ok(command)
    }
}

/// The name of the scenario, if it is one.
fn scenario(item: &Item) -> Option<String> {
    match &item.kind {
        Kind::Scenario(name) => Some(name.clone()),
        Kind::Behaviour(_) => None,
    }
}
