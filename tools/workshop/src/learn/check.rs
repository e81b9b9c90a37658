//! Grades a server, and says what to do next.

use std::io::{self, IsTerminal, Write};

use super::compile;
use super::course::{self, Item, Leave};
use super::desk::{Desk, say};
use super::exercise;
use super::grade::{Grade, Grader, Subject};
use super::report::{Classroom, Found};
use super::show;
use super::stand_in::ADDR;
use crate::error::WorkshopError;
use crate::prove::Package;

/// How to check.
#[derive(Debug, Clone, Copy, Default)]
pub struct How<'a> {
    /// Show everything that is wrong.
    pub all: bool,
    /// Leave out what takes long.
    pub quick: bool,
    /// Check this command and not the learner's server.
    pub command: Option<&'a str>,
    /// The join address of the classroom to tell, if it is not the one that is remembered.
    pub classroom: Option<&'a str>,
    /// The learner's name there.
    pub name: Option<&'a str>,
}

/// Checks a stage; the error says how far it has come.
pub fn stage(desk: &Desk, asked: Option<u8>, how: How<'_>) -> Result<(), WorkshopError> {
    let stage = desk.stage(asked)?;
    let classroom = Classroom::asked(desk, how)?;
    let subject = Owned::new(desk, how.command)?;
    let is_mine = how.command.is_none();
    let items = course::items(desk, stage, Leave { long: how.quick, inside: !is_mine })?;
    let guide = desk.guide()?;
    let grader = Grader { stage, subject: &subject.subject, all: how.all };
    let mut line = StatusLine::new();
    let outcome = grader.grade(&items, &mut |what| line.show(what));
    drop(line);
    let grade = outcome.map_err(WorkshopError::Learn)?;
    for wrong in &grade.wrong {
        if let Some(item) = items.get(wrong.index) {
            say(show::told(desk.root(), &guide, item, wrong, stage))?;
        }
    }
    let first = grade.wrong.first().and_then(|wrong| {
        let item = items.get(wrong.index)?;
        Some(show::blamed(&guide, item, &wrong.trouble).map_or("", |topic| topic.name.as_str()))
    });
    let mut hint = None;
    if is_mine {
        let of = course::items(desk, stage, Leave::default())?.len();
        let mut progress = desk.progress()?;
        progress.stage(stage).note(grade.right.len(), of, first.map(str::to_owned));
        desk.save(&progress)?;
        let is_started = progress.stage == Some(stage) && progress.exercise.is_none();
        hint = Some(if is_started { String::new() } else { format!(" {stage}") });
    }
    if let Some(classroom) = classroom {
        classroom.tell(Some(stage), None, found(&items, &grade))?;
    }
    verdict(&grade, items.len(), stage, how, hint)
}

/// What a classroom is told.
fn found(items: &[Item], grade: &Grade) -> Found {
    let named = |index: usize| items.get(index).map(|item| item.name().to_owned());
    let passed = grade.right.iter().filter_map(|index| named(*index)).collect();
    let failed = grade.wrong.iter().filter_map(|wrong| named(wrong.index)).collect();
    Found { passed, failed }
}

/// `hint` is what to add to the command that helps, if one does.
fn verdict(
    grade: &Grade,
    all: usize,
    stage: u8,
    how: How<'_>,
    hint: Option<String>,
) -> Result<(), WorkshopError> {
    let (right, wrong) = (grade.right.len(), &grade.wrong);
    if wrong.is_empty() {
        let left = if how.quick { " The long checks were left out." } else { "" };
        let is_last = stage == 6 || how.command.is_some();
        let next = if is_last || how.quick {
            String::new()
        } else {
            let next = stage + 1;
            format!(
                " Next: `cargo workshop start {next} --force`, which keeps what you have under \
                 another name, or `cargo workshop check {next}`, to go on with it."
            )
        };
        return say(format!("stage {stage}: all {right} checks are right.{left}{next}"));
    }
    let wrong = if how.all { format!("{} wrong", wrong.len()) } else { "one wrong".to_owned() };
    let left = all.saturating_sub(right + grade.wrong.len());
    let left = if left > 0 { format!(", {left} not tried") } else { String::new() };
    let hint = hint.map(|name| format!("; `cargo workshop hint{name}` helps"));
    let hint = hint.unwrap_or_default();
    Err(WorkshopError::Learn(format!("stage {stage}: {right} right, {wrong}{left}{hint}")))
}

/// Checks an exercise.
pub fn exercise(desk: &Desk, name: &str, how: How<'_>) -> Result<(), WorkshopError> {
    let exercise = exercise::load(desk, name)?;
    let classroom = Classroom::asked(desk, how)?;
    let package = &exercise.package;
    let subject = if package.is_library(desk.root()).map_err(WorkshopError::Learn)? {
        Owned::library(desk, package, how.command)?
    } else {
        Owned::new(desk, how.command)?
    };
    let trouble = exercise::grade(desk, name, &exercise, &subject.subject)?;
    if how.command.is_none() {
        let mut progress = desk.progress()?;
        let record = progress.exercises.entry(name.to_owned()).or_default();
        let failing = trouble.is_some().then(|| name.to_owned());
        record.note(usize::from(trouble.is_none()), 1, failing);
        desk.save(&progress)?;
    }
    if let Some(classroom) = classroom {
        let (mut passed, mut failed) = (vec![name.to_owned()], Vec::new());
        if trouble.is_some() {
            std::mem::swap(&mut passed, &mut failed);
        }
        let stage = if let Package::Stage(stage) = package { Some(*stage) } else { None };
        classroom.tell(stage, Some(name), Found { passed, failed })?;
    }
    match trouble {
        None => say(format!("exercise {name}: it is done.")),
        Some(trouble) => {
            say(trouble)?;
            let why = format!("exercise {name}: not yet; `cargo workshop hint {name}` helps");
            Err(WorkshopError::Learn(why))
        }
    }
}

/// What is checked, kept for as long as that takes.
struct Owned {
    _built: Option<compile::Built>,
    subject: Subject,
}

impl Owned {
    fn new(desk: &Desk, command: Option<&str>) -> Result<Self, WorkshopError> {
        if let Some(command) = command {
            let words = words(command).map_err(WorkshopError::Learn)?;
            return Ok(Self { _built: None, subject: Subject::Command(words) });
        }
        let built = compile::server(desk)?;
        let subject = Subject::Program(built.program.clone());
        Ok(Self { _built: Some(built), subject })
    }

    /// A library is built together with what checks it.
    fn library(
        desk: &Desk,
        package: &Package,
        command: Option<&str>,
    ) -> Result<Self, WorkshopError> {
        if command.is_some() {
            let why = format!("{package} is a library, which no command can stand for");
            return Err(WorkshopError::Learn(why));
        }
        desk.progress()?;
        let name = package.name(desk.root()).map_err(WorkshopError::Learn)?.replace('-', "_");
        Ok(Self { _built: None, subject: Subject::Library(name) })
    }
}

/// The words of a command; quotes keep blanks together.
fn words(command: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in command.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, _) if character.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    if quote.is_some() {
        return Err(format!("a quote in the command has no end: {command}"));
    }
    words.extend(word);
    if !words.iter().any(|word| word.contains(ADDR)) {
        return Err(format!(
            "the command has to say where {ADDR} goes, such as 'python3 server.py {ADDR}'"
        ));
    }
    Ok(words)
}

/// A line on a terminal that says what is being checked.
struct StatusLine {
    on: bool,
}

impl StatusLine {
    fn new() -> Self {
        Self { on: io::stderr().is_terminal() }
    }

    fn show(&mut self, what: &str) {
        if self.on {
            // It is there for whoever watches.
            let _ = write!(io::stderr(), "\r\x1b[K{what} …");
        }
    }
}

impl Drop for StatusLine {
    fn drop(&mut self) {
        if self.on {
            // As above.
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_blanks_together() {
        let split = |command| words(command).unwrap();
        assert_eq!(split("a  {addr}"), ["a", "{addr}"]);
        assert_eq!(split("\"my dir/x\" --at={addr} ''"), ["my dir/x", "--at={addr}", ""]);
        assert!(words("python3 server.py").unwrap_err().contains("{addr}"));
        assert!(words("a '{addr}").unwrap_err().contains("no end"));
    }
}
