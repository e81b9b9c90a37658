//! What a learner has achieved, kept in the learner's folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::report::Classroom;
use crate::date;

/// The file in the learner's folder.
pub const FILE: &str = ".progress.toml";

/// Everything that is remembered from one command to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// The stage that was started last.
    pub stage: Option<u8>,
    /// The exercise that was started last, unless a stage was started after it.
    pub exercise: Option<String>,
    /// By number.
    pub stages: BTreeMap<String, Record>,
    /// By name, such as `stage2/tally`.
    pub exercises: BTreeMap<String, Record>,
    /// Who is told of every check.
    pub classroom: Option<Classroom>,
}

/// How far a stage or an exercise has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// When it was checked last.
    pub checked: Option<String>,
    /// When everything was right for the first time.
    pub passed: Option<String>,
    /// How many things were right the last time.
    pub right: usize,
    /// How many there are.
    pub of: usize,
    /// The topic of the first thing that was wrong the last time.
    pub failing: Option<String>,
    /// How many hints were given, by topic.
    pub hints: BTreeMap<String, usize>,
}

impl Progress {
    pub fn load(folder: &Path) -> Result<Self, String> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(&path).map_err(|error| error.to_string());
        text.and_then(|text| toml::from_str(&text).map_err(|error| error.to_string())).map_err(
            |error| {
                let path = path.display();
                format!("cannot read {path}: {error}\nwithout this file all progress is forgotten")
            },
        )
    }

    /// Replaces the file in one piece: a crash leaves the old one or the new one.
    pub fn save(&self, folder: &Path) -> Result<(), String> {
        let path = folder.join(FILE);
        let fresh: PathBuf = folder.join(format!("{FILE}.new"));
        let text = toml::to_string(self).map_err(|error| error.to_string())?;
        fs::write(&fresh, text)
            .and_then(|()| fs::rename(&fresh, &path))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    }

    pub fn stage(&mut self, stage: u8) -> &mut Record {
        self.stages.entry(stage.to_string()).or_default()
    }
}

impl Record {
    /// Takes note of a check.
    pub fn note(&mut self, right: usize, of: usize, failing: Option<String>) {
        let now = date::now();
        // Nothing may be wrong because not everything was tried.
        if right == of && self.passed.is_none() {
            self.passed = Some(now.clone());
        }
        self.checked = Some(now);
        (self.right, self.of, self.failing) = (right, of, failing);
    }

    pub fn hints_used(&self) -> usize {
        self.hints.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_survives() {
        let folder = tempfile::tempdir().unwrap();
        let mut progress = Progress { stage: Some(5), ..Progress::default() };
        progress.stage(5).note(3, 9, Some("all-at-once".to_owned()));
        progress.stage(5).hints.insert("all-at-once".to_owned(), 2);
        progress.save(folder.path()).unwrap();
        assert_eq!(Progress::load(folder.path()).unwrap(), progress);
        assert_eq!(progress.stage(5).passed, None);
        progress.stage(5).note(9, 9, None);
        assert!(progress.stage(5).passed.is_some());
    }

    #[test]
    fn a_broken_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "stage = [").unwrap();
        let why = Progress::load(folder.path()).unwrap_err();
        assert!(why.contains(FILE) && why.contains("forgotten"), "{why}");
    }
}
