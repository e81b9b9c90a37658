//! The files of the crates, and what one stage changes in them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use super::items::Items;
use crate::error::WorkshopError;
use crate::workspace::Workspace;

/// The crates that the book is about, in memory.
#[derive(Debug)]
pub struct Sources {
    stages: Vec<Crate>,
    /// The packages of `encore/`.
    encore: Vec<Crate>,
}

/// One crate: its files by path below `src/`, and its `Cargo.toml`.
#[derive(Debug)]
pub struct Crate {
    /// Its folder: `stage2-rooms`, `encore/broker`.
    pub name: String,
    pub files: BTreeMap<String, SourceFile>,
}

#[derive(Debug)]
pub struct SourceFile {
    pub text: String,
    pub items: Items,
}

/// A line of a file in two stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its index in the older file; `None` if it was added.
    pub old: Option<usize>,
    /// Its index in the newer file; `None` if it was removed.
    pub new: Option<usize>,
    pub text: String,
}

impl Line {
    /// What stands before it in a diff.
    pub fn sign(&self) -> &'static str {
        match (self.old, self.new) {
            (None, _) => "+ ",
            (_, None) => "- ",
            _ => "  ",
        }
    }
}

impl Sources {
    pub fn read(workspace: &Workspace) -> Result<Self, String> {
        let failed = |error: WorkshopError| error.to_string();
        let (stages, encore) =
            (workspace.stages().map_err(failed)?, workspace.encore().map_err(failed)?);
        let read = |name: &str| Crate::read(workspace.root(), name);
        Ok(Self {
            stages: stages.iter().map(|name| read(name)).collect::<Result<_, _>>()?,
            encore: encore
                .iter()
                .map(|name| read(&format!("encore/{name}")))
                .collect::<Result<_, _>>()?,
        })
    }

    pub fn stage(&self, number: u8) -> Result<&Crate, String> {
        let index = usize::from(number).checked_sub(1);
        let stage = index.and_then(|index| self.stages.get(index));
        stage.ok_or_else(|| format!("there is no stage {number}"))
    }

    /// The stages with their numbers.
    pub fn stages(&self) -> impl Iterator<Item = (u8, &Crate)> {
        (1..).zip(&self.stages)
    }

    /// The crate in this folder.
    pub fn named(&self, name: &str) -> Option<&Crate> {
        self.crates().find(|package| package.name == name)
    }

    /// The stages, then the others.
    pub fn crates(&self) -> impl Iterator<Item = &Crate> {
        self.stages.iter().chain(&self.encore)
    }

    /// A file of the older stage and of the newer, as far as each has it, with
    /// its tests left out.
    pub fn change(&self, from: u8, to: u8, file: &str) -> Result<Vec<Line>, String> {
        let (old, new) = (self.stage(from)?.files.get(file), self.stage(to)?.files.get(file));
        if old.is_none() && new.is_none() {
            return Err(format!("neither stage {from} nor stage {to} has {file}"));
        }
        Ok(compared(old.map_or("", SourceFile::shown), new.map_or("", SourceFile::shown)))
    }

    /// The lines of a file that a stage adds or changes, by index: for the first
    /// stage all of them. Blank lines do not count.
    pub fn added(&self, stage: u8, file: &str) -> Result<Vec<usize>, String> {
        let lines = if stage == 1 {
            compared("", self.stage(1)?.files.get(file).map_or("", SourceFile::shown))
        } else {
            self.change(stage - 1, stage, file)?
        };
        let is_added = |line: &Line| line.old.is_none() && !line.text.trim().is_empty();
        Ok(lines.into_iter().filter(is_added).filter_map(|line| line.new).collect())
    }
}

impl Crate {
    fn read(root: &Path, name: &str) -> Result<Self, String> {
        let folder = crate::workspace::Sources::read(&root.join(name).join("src"), String::new());
        let mut texts = folder.map_err(|error| error.to_string())?.files;
        let manifest = root.join(name).join("Cargo.toml");
        let manifest = fs::read_to_string(&manifest)
            .map_err(|error| format!("cannot read {}: {error}", manifest.display()))?;
        texts.insert("Cargo.toml".to_owned(), manifest);
        let mut files = BTreeMap::new();
        for (file, text) in texts {
            let items = Items::of(&file, &text)?;
            files.insert(file, SourceFile { text, items });
        }
        Ok(Self { name: name.to_owned(), files })
    }
}

impl SourceFile {
    /// The text above the tests.
    fn shown(&self) -> &str {
        let end = self.items.shown().end;
        let length = self.text.split_inclusive('\n').take(end).map(str::len).sum();
        &self.text[..length]
    }
}

fn compared(old: &str, new: &str) -> Vec<Line> {
    let diff = TextDiff::from_lines(old, new);
    let line = |change: similar::Change<&str>| Line {
        old: change.old_index().filter(|_| change.tag() != ChangeTag::Insert),
        new: change.new_index().filter(|_| change.tag() != ChangeTag::Delete),
        text: change.value().trim_end_matches('\n').to_owned(),
    };
    diff.iter_all_changes().map(line).collect()
}

/// The smallest indentation of the lines, which is taken away when they are shown.
pub fn dedented<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Vec<&'a str> {
    let indents = lines.clone().filter(|line| !line.trim().is_empty());
    let indent = indents.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    lines.map(|line| line.get(indent..).unwrap_or("")).collect()
}

/// Whether one of the ranges holds the line.
pub fn holds(ranges: &[Range<usize>], line: Option<usize>) -> bool {
    line.is_some_and(|line| ranges.iter().any(|range| range.contains(&line)))
}
