//! The exercises of the book, done in the learner's folder.

use std::env;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use super::compile;
use super::course::{Item, Kind};
use super::desk::Desk;
use super::grade::{Grader, Subject};
use super::process::{Group, Next};
use super::{show, stand_in};
use crate::error::WorkshopError;
use crate::paint::{ColorWhen, Paint};
use crate::prove::Exercise;

/// How long a program that checks may run.
const LIMIT: Duration = Duration::from_mins(2);

/// An exercise by its name, such as `stage2/tally`.
pub fn load(desk: &Desk, name: &str) -> Result<Exercise, WorkshopError> {
    let known = names(desk);
    if !known.iter().any(|known| known == name) {
        let known = known.join(", ");
        return Err(WorkshopError::UnknownExercise { name: name.to_owned(), known });
    }
    Exercise::load(desk.root(), name).map_err(WorkshopError::Learn)
}

/// The names of all exercises.
pub fn names(desk: &Desk) -> Vec<String> {
    let top = desk.root().join("book/exercises");
    let mut names = Vec::new();
    for part in (1..=6).map(|stage| format!("stage{stage}")).chain(["encore".to_owned()]) {
        let folders = fs::read_dir(top.join(&part)).into_iter().flatten().flatten();
        let complete = folders.filter(|folder| folder.path().join("exercise.toml").is_file());
        let found = complete.map(|folder| format!("{part}/{}", folder.file_name().display()));
        let mut found: Vec<String> = found.collect();
        found.sort();
        names.extend(found);
    }
    names
}

/// What is wrong, if anything is.
pub fn grade(
    desk: &Desk,
    name: &str,
    exercise: &Exercise,
    subject: &Subject,
) -> Result<Option<String>, WorkshopError> {
    let check = desk.root().join("book/exercises").join(name).join(&exercise.check);
    if check.extension().is_none_or(|extension| extension != "txt") {
        let library = match subject {
            Subject::Library(name) => Some(name.as_str()),
            _ => None,
        };
        let Some(program) = compile::check(desk, &check, library)? else {
            let place = check.display();
            return Ok(Some(format!(
                "  {place} does not build with it: the compiler says above why"
            )));
        };
        return program_says(&program.program, subject).map_err(WorkshopError::Learn);
    }
    let item = Item {
        kind: Kind::Scenario(check.display().to_string()),
        title: exercise.title.clone(),
        topics: Vec::new(),
    };
    let stage = exercise.package.chat().map_err(WorkshopError::Learn)?;
    let grader = Grader { stage, subject, all: false };
    let grade = grader.grade(&[item], &mut |_| ()).map_err(WorkshopError::Learn)?;
    let paint = Paint::new(ColorWhen::Auto);
    Ok(grade.wrong.first().map(|wrong| show::troubles(&wrong.trouble, paint)))
}

/// What a program complains about that is told where the server is, if there is one.
fn program_says(program: &std::path::Path, subject: &Subject) -> Result<Option<String>, String> {
    let mut command = Command::new(program);
    match subject {
        Subject::Program(server) => command.env("SERVER", server),
        Subject::Command(words) => {
            stand_in::stand_for(&mut command, words)?;
            let this = env::current_exe().map_err(|error| error.to_string())?;
            command.env("SERVER", this)
        }
        Subject::Library(_) => &mut command,
    };
    let group = Group::start(&mut command)?;
    let deadline = Instant::now() + LIMIT;
    let mut said = String::new();
    loop {
        match group.next(deadline.saturating_duration_since(Instant::now())) {
            Next::Line(line) => said += &format!("  {line}\n"),
            Next::End => break,
            Next::Silence => return Ok(Some(format!("{said}  it did not end"))),
        }
    }
    let (status, complaints) = group.wait();
    if status == Some(0) { Ok(None) } else { Ok(Some(said + &complaints)) }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::learn::start::{Aim, start};
    use crate::prove::Package;

    const EXERCISE: &str = "title = 't'\npackage = 'runtime'\ntask = 't'\nhints = []\n\
        check = '/CHECK'\n[wrong]\nwhy = 'w'\nedit = []\n[solution]\nedit = []\n";

    #[test]
    fn a_library_is_checked_by_a_program_that_is_built_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::new(Some(folder.path().join("mine")));
        let package = Package::parse("runtime");
        start(&desk, Aim::Exercise { name: "encore/x", package: &package }, false).unwrap();
        let check = folder.path().join("check.rs");
        let exercise = EXERCISE.replace("/CHECK", &check.display().to_string());
        let exercise: Exercise = toml::from_str(&exercise).unwrap();
        let subject = Subject::Library("runtime".to_owned());
        let trouble = |with: &str| {
            let main = format!("fn main() {{ assert_eq!(runtime::block_on({with}), 3, \"no\"); }}");
            fs::write(&check, main).unwrap();
            grade(&desk, "encore/x", &exercise, &subject).unwrap()
        };
        assert!(trouble("async { 4 }").unwrap().contains("no"));
        let lib = desk.folder.join("src/lib.rs");
        let mine = fs::read_to_string(&lib).unwrap() + "\npub async fn three() -> u8 { 3 }\n";
        fs::write(&lib, mine).unwrap();
        assert_eq!(trouble("runtime::three()"), None);
        assert!(trouble("runtime::four()").unwrap().contains("does not build with it"));
    }
}
