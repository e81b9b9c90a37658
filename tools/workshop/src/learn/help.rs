//! Hints, the stage's own code, and the table of what has been achieved.

use std::io::{self, BufWriter};

use super::desk::{Desk, say};
use super::exercise;
use super::guide::titled;
use super::progress::Record;
use super::start::as_mine;
use crate::error::WorkshopError;
use crate::paint::{ColorWhen, Paint};
use crate::prove::{Package, Variant};
use crate::report::Report;
use crate::step::{Status, Step};
use crate::workspace::Sources;

/// Gives the next hint: for an exercise, a topic, or the first thing that was wrong.
pub fn hint(desk: &Desk, asked: Option<&str>) -> Result<(), WorkshopError> {
    let mut progress = desk.progress()?;
    let started = progress.exercise.clone();
    if let Some(name) = asked.or(started.as_deref()).filter(|name| name.contains('/')) {
        let exercise = exercise::load(desk, name)?;
        let record = progress.exercises.entry(name.to_owned()).or_default();
        let text = next_hint(record, name, &exercise.hints);
        desk.save(&progress)?;
        return say(format!("{}\n{text}", exercise.title));
    }
    let number = asked.and_then(|name| name.parse().ok());
    let stage = desk.stage(number)?;
    let guide = desk.guide()?;
    let record = progress.stage(stage);
    let topic = match asked.filter(|_| number.is_none()) {
        Some(asked) => guide.find(asked).ok_or_else(|| {
            let names: Vec<&str> = guide.topics.iter().map(|topic| topic.name.as_str()).collect();
            WorkshopError::UnknownTopic { name: asked.to_owned(), known: names.join(", ") }
        })?,
        None => match (&record.failing, &record.checked) {
            (Some(failing), _) => guide.topic(failing).ok_or_else(|| {
                WorkshopError::Learn(format!("there are no hints for {failing:?}"))
            })?,
            (None, Some(_)) => {
                return say(format!("Nothing was wrong with stage {stage} when it was checked."));
            }
            (None, None) => {
                let why = "there is nothing to help with before the first `cargo workshop check`";
                return Err(WorkshopError::Learn(why.to_owned()));
            }
        },
    };
    let text = next_hint(record, &topic.name, &topic.hints);
    let page = titled(desk.root(), topic.page(stage));
    desk.save(&progress)?;
    say(format!("stage {stage}, {}\n{text}\n\n  read      {page}", topic.name))
}

/// All hints that were given so far, and one more.
fn next_hint(record: &mut Record, name: &str, hints: &[String]) -> String {
    let given = record.hints.entry(name.to_owned()).or_default();
    let was_last = *given >= hints.len();
    *given = (*given + 1).min(hints.len());
    let shown = hints.iter().take(*given).enumerate();
    let shown = shown.map(|(index, hint)| format!("\n  {}. {}\n", index + 1, wrapped(hint)));
    let mut text: String = shown.collect();
    text += &match hints.len() - *given {
        0 if was_last => {
            "\n  There are no more. `cargo workshop reveal` shows the code.".to_owned()
        }
        0 => "\n  This was the last one.".to_owned(),
        1 => "\n  One more is left.".to_owned(),
        left => format!("\n  {left} more are left."),
    };
    text
}

/// Lines of a width that can be read, indented as the number of a hint demands.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 84;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let is_full = lines.last().is_some_and(|line| line.len() + word.len() >= WIDTH);
        if is_full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n     ")
}

/// Shows what would have to change for the learner's code to be the stage's own, or the
/// solution of an exercise.
pub fn reveal(desk: &Desk, asked: Option<&str>, color: ColorWhen) -> Result<(), WorkshopError> {
    let started = desk.progress()?.exercise;
    let mine = Sources::read(&desk.folder.join("src"), format!("{}src", desk.shown()))?;
    let exercise = asked.filter(|name| name.contains('/'));
    let theirs = match exercise.or(started.as_deref()) {
        Some(name) => solution(desk, name)?,
        None => as_mine(desk, &Package::Stage(desk.stage(None)?))?,
    };
    let mut step = Step::between(&mine, &theirs);
    if let Some(file) = asked.filter(|name| !name.contains('/')) {
        step.files.retain(|known| known.name == file);
        if step.files.is_empty() {
            return Err(WorkshopError::UnknownFile(file.to_owned()));
        }
    }
    if step.files.iter().all(|file| file.status == Status::Identical) {
        return say("There is no difference.");
    }
    let out = BufWriter::new(io::stdout().lock());
    Ok(Report { step: &step, paint: Paint::new(color), out }.unified(true)?)
}

/// The package of an exercise with its solution.
fn solution(desk: &Desk, name: &str) -> Result<Sources, WorkshopError> {
    let exercise = exercise::load(desk, name)?;
    let mut sources = as_mine(desk, &exercise.package)?;
    sources.label = format!("solution of {name}");
    let variant = Variant { package: exercise.package, edits: exercise.solution.edits };
    for changed in variant.changed(desk.root()).map_err(WorkshopError::Learn)? {
        sources.files.insert(changed.file, changed.new);
    }
    Ok(sources)
}

/// A table of what has been achieved.
pub fn status(desk: &Desk) -> Result<(), WorkshopError> {
    let progress = desk.progress()?;
    let paint = Paint::new(ColorWhen::Auto);
    let head = format!("{:32} {:>9}  {:>5}  {:20}", "", "right", "hints", "passed");
    say(paint.heading(head.trim_end()))?;
    let none = Record::default();
    for stage in 1..=6 {
        let record = progress.stages.get(&stage.to_string()).unwrap_or(&none);
        let is_here = progress.stage == Some(stage) && progress.exercise.is_none();
        say(row(&format!("stage {stage}"), record, is_here))?;
    }
    for (name, record) in &progress.exercises {
        say(row(name, record, progress.exercise.as_ref() == Some(name)))?;
    }
    if progress.exercise.is_some() {
        return Ok(());
    }
    let record = progress.stage.and_then(|stage| progress.stages.get(&stage.to_string()));
    match record.and_then(|record| record.failing.as_ref()) {
        Some(failing) => say(format!("\nThe next thing to do: {failing}.")),
        None => Ok(()),
    }
}

fn row(name: &str, record: &Record, is_here: bool) -> String {
    let name = if is_here { format!("{name} ← here") } else { name.to_owned() };
    let right = match record.of {
        0 => "-".to_owned(),
        of => format!("{} of {of}", record.right),
    };
    let passed = record.passed.as_deref().unwrap_or("-");
    format!("{name:32} {right:>9}  {:>5}  {passed}", record.hints_used())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_come_one_by_one_and_none_is_lost() {
        let hints = ["one", "two", "three"].map(str::to_owned);
        let mut record = Record::default();
        let first = next_hint(&mut record, "echo", &hints);
        assert!(first.contains("1. one") && !first.contains("two"), "{first}");
        let second = next_hint(&mut record, "echo", &hints);
        assert!(second.contains("1. one") && second.contains("2. two"), "{second}");
        assert!(next_hint(&mut record, "echo", &hints).contains("the last one"));
        assert!(next_hint(&mut record, "echo", &hints).contains("There are no more"));
        assert_eq!(record.hints_used(), 3);
    }
}
