//! What the book shows and has to be proved, as its authors write it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::package::Package;
use super::variant::{Edit, Variant};

/// What does not compile, or goes wrong.
#[derive(Debug)]
pub enum Fails {
    /// A file of its own that rustc refuses with this error.
    Snippet { shown: String, error: String, path: PathBuf },
    /// A package that rustc refuses after some edits.
    Refused { variant: Variant, error: String },
    /// A broken server, and the scenario that records what it does.
    Session { variant: Variant, scenario: PathBuf },
    /// A broken package, and a program that shows what it does.
    Program { variant: Variant, path: PathBuf },
}

/// A program that is run.
#[derive(Debug)]
pub struct Program {
    /// The part of it that the book shows.
    pub shown: String,
    /// How it ends.
    pub exit: i32,
    /// The server that it talks to.
    pub server: Option<Package>,
    pub path: PathBuf,
}

/// A task, and what tells a right solution from a wrong one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    pub title: String,
    #[serde(rename = "stage", alias = "package")]
    pub package: Package,
    #[serde(default)]
    pub patterns: Vec<u8>,
    pub task: String,
    pub hints: Vec<String>,
    /// A scenario or a program of the exercise's folder.
    pub check: String,
    pub wrong: Wrong,
    pub solution: Solution,
}

/// A solution that many would try, and that the check refuses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrong {
    pub why: String,
    #[serde(rename = "edit")]
    pub edits: Vec<Edit>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Solution {
    #[serde(rename = "edit")]
    pub edits: Vec<Edit>,
}

/// The file that says how a package is broken.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    #[serde(rename = "stage", alias = "package")]
    package: Package,
    error: Option<String>,
    session: Option<String>,
    program: Option<String>,
    #[serde(rename = "edit")]
    edits: Vec<Edit>,
}

impl Fails {
    pub fn load(root: &Path, name: &str) -> Result<Self, String> {
        let folder = root.join("book/fails");
        let path = folder.join(format!("{name}.rs"));
        let broken = folder.join(format!("{name}.toml"));
        if !broken.is_file() {
            let text = read(&path)?;
            let error =
                option(&text, "error").ok_or_else(|| format!("{name}.rs has no `//? error:`"))?;
            return Ok(Self::Snippet { shown: shown(&text)?, error, path });
        }
        let Broken { package, error, session, program, edits } = parsed(&broken)?;
        let variant = Variant { package, edits };
        let beside = |file: String| broken.with_file_name(file);
        match (error, session, program) {
            (Some(error), None, None) => Ok(Self::Refused { variant, error }),
            (None, Some(file), None) => Ok(Self::Session { variant, scenario: beside(file) }),
            (None, None, Some(file)) => Ok(Self::Program { variant, path: beside(file) }),
            _ => Err(format!("{name}.toml needs one of error, session, program")),
        }
    }
}

impl Program {
    pub fn load(root: &Path, name: &str) -> Result<Self, String> {
        let path = root.join("book/programs").join(format!("{name}.rs"));
        let text = read(&path)?;
        let exit = option(&text, "exit").map_or(Ok(0), |status| status.parse());
        let exit = exit.map_err(|_| format!("{name}.rs: `//? exit:` is followed by a number"))?;
        let server = option(&text, "server").map(|server| Package::parse(&server));
        Ok(Self { shown: shown(&text)?, exit, server, path })
    }
}

impl Exercise {
    pub fn load(root: &Path, name: &str) -> Result<Self, String> {
        let exercise: Self = parsed(&folder(root, name).join("exercise.toml"))?;
        if exercise.hints.len() < 3 {
            return Err(format!("{name} has {} hints; three are needed", exercise.hints.len()));
        }
        if matches!(exercise.package, Package::Stage(_)) && exercise.patterns.is_empty() {
            return Err(format!("{name} is about no pattern"));
        }
        Ok(exercise)
    }
}

/// Where an exercise lies.
pub fn folder(root: &Path, name: &str) -> PathBuf {
    root.join("book/exercises").join(name)
}

/// The value of a line such as `//? error: E0277`.
fn option(text: &str, key: &str) -> Option<String> {
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix("//?"));
    let mut pairs = lines.filter_map(|line| line.split_once(':'));
    pairs.find(|(name, _)| name.trim() == key).map(|(_, value)| value.trim().to_owned())
}

/// The text without options, or the items of it that are to be shown.
fn shown(text: &str) -> Result<String, String> {
    let kept = without_options(text);
    match option(text, "show") {
        None => Ok(kept),
        Some(items) => crate::book::excerpt_of(&kept, &items),
    }
}

/// The text that readers see, and that is compiled: lines have the same numbers in both.
fn without_options(text: &str) -> String {
    let kept = text.lines().filter(|line| !line.trim_start().starts_with("//?"));
    kept.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Copies a source into a folder, as readers see it.
pub fn copied(source: &Path, folder: &Path) -> Result<PathBuf, String> {
    let name = source.file_name().ok_or_else(|| format!("{} is no file", source.display()))?;
    let copy = folder.join(name);
    fs::write(&copy, without_options(&read(source)?) + "\n")
        .map_err(|error| format!("cannot write {}: {error}", copy.display()))?;
    Ok(copy)
}

pub fn parsed<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, String> {
    toml::from_str(&read(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

fn read(path: &Path) -> Result<String, String> {
    let text = fs::read_to_string(path);
    let text = text.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_not_shown() {
        let text =
            "//? error: E0277\n//? show: main\nfn other() {}\n\nfn main() {\n    other();\n}\n";
        assert_eq!(option(text, "error").as_deref(), Some("E0277"));
        assert_eq!(shown(text).unwrap(), "fn main() {\n    other();\n}");
    }
}
