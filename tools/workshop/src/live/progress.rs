//! Who has passed which check, as the checks report it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// People who are remembered.
const PEOPLE: usize = 200;

/// Checks of one report that are remembered.
const CHECKS: usize = 200;

/// The letters of a name that are kept.
const LETTERS: usize = 60;

/// What a check says of itself: names, or only how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Checks {
    Count(u32),
    Names(Vec<String>),
}

/// What `cargo workshop check` sends.
#[derive(Debug, Clone, Deserialize)]
pub struct Report {
    name: String,
    stage: u8,
    passed: Checks,
    failed: Checks,
}

/// The last report of somebody about a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    name: String,
    stage: u8,
    passed: Checks,
    failed: Checks,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Progress {
    rows: BTreeMap<String, BTreeMap<u8, Row>>,
}

impl Progress {
    /// Remembers a report in the place of the one before; the error says what is wrong with it.
    pub fn add(&mut self, report: Report) -> Result<(), &'static str> {
        let name = kept(&report.name);
        if name.is_empty() {
            return Err("a report needs a name");
        }
        if !(1..=testkit::scenario::Stages::LAST).contains(&report.stage) {
            return Err("there is no such stage");
        }
        if self.rows.len() >= PEOPLE && !self.rows.contains_key(&name) {
            return Err("there are too many names");
        }
        let (passed, failed) = (report.passed.kept(), report.failed.kept());
        let row = Row { name: name.clone(), stage: report.stage, passed, failed };
        self.rows.entry(name).or_default().insert(report.stage, row);
        Ok(())
    }

    /// By name and stage.
    pub fn rows(&self) -> Vec<Row> {
        self.rows.values().flat_map(BTreeMap::values).cloned().collect()
    }
}

impl Checks {
    fn kept(self) -> Self {
        match self {
            Self::Count(count) => Self::Count(count),
            Self::Names(names) => {
                Self::Names(names.iter().take(CHECKS).map(|name| kept(name)).collect())
            }
        }
    }
}

/// A name without what a screen would act upon, and not too long.
fn kept(name: &str) -> String {
    let seen = name.trim().chars().filter(|letter| !letter.is_control());
    seen.take(LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(name: &str, stage: u8, passed: u32) -> Report {
        let (passed, failed) = (Checks::Count(passed), Checks::Names(vec!["a\u{7}".to_owned()]));
        Report { name: name.to_owned(), stage, passed, failed }
    }

    #[test]
    fn the_last_report_counts() {
        let mut progress = Progress::default();
        progress.add(report("zoe", 5, 1)).unwrap();
        progress.add(report("adam", 5, 2)).unwrap();
        progress.add(report("zoe", 5, 3)).unwrap();
        let rows = progress.rows();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[1].name.as_str(), &rows[1].passed), ("zoe", &Checks::Count(3)));
        assert_eq!(rows[1].failed, Checks::Names(vec!["a".to_owned()]));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let mut progress = Progress::default();
        for (name, stage) in [("", 5), (" \u{1b}", 5), ("a", 0), ("a", 7)] {
            assert!(progress.add(report(name, stage, 1)).is_err(), "{name:?} {stage}");
        }
        for number in 0..PEOPLE {
            progress.add(report(&number.to_string(), 1, 1)).unwrap();
        }
        assert!(progress.add(report("one more", 1, 1)).is_err());
        assert!(progress.add(report("0", 2, 1)).is_ok());
    }
}
