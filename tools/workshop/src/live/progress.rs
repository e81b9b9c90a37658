//! Who has passed which check, as the checks report it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// People who are remembered.
const PEOPLE: usize = 200;

/// Stages and exercises that are remembered of one of them.
const SUBJECTS: usize = 60;

/// Checks of one report that are remembered.
const CHECKS: usize = 200;

/// The letters of a name that are kept.
const LETTERS: usize = 60;

/// What `cargo workshop check` sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub name: String,
    /// None for an exercise about a package beyond the stages.
    pub stage: Option<u8>,
    /// One of the exercises, if it is about that.
    pub exercise: Option<String>,
    pub passed: Vec<String>,
    pub failed: Vec<String>,
}

/// A stage, or an exercise.
type Subject = (Option<u8>, Option<String>);

/// All of them.
#[derive(Debug, Default)]
pub struct Progress {
    rows: BTreeMap<String, BTreeMap<Subject, Report>>,
}

impl Progress {
    /// Remembers a report in the place of the one before; the error says what is wrong with it.
    pub fn add(&mut self, report: &Report) -> Result<(), &'static str> {
        let name = kept(&report.name);
        if name.is_empty() {
            return Err("a report needs a name");
        }
        let stages = 1..=testkit::scenario::Stages::LAST;
        if report.stage.is_some_and(|stage| !stages.contains(&stage)) {
            return Err("there is no such stage");
        }
        if report.stage.is_none() && report.exercise.is_none() {
            return Err("a report is about a stage or an exercise");
        }
        if self.rows.len() >= PEOPLE && !self.rows.contains_key(&name) {
            return Err("there are too many names");
        }
        let exercise = report.exercise.as_deref().map(kept);
        let reports = self.rows.entry(name.clone()).or_default();
        let subject = (report.stage, exercise.clone());
        if reports.len() >= SUBJECTS && !reports.contains_key(&subject) {
            return Err("there are too many exercises");
        }
        let (passed, failed) = (all_kept(&report.passed), all_kept(&report.failed));
        reports.insert(subject, Report { name, stage: report.stage, exercise, passed, failed });
        Ok(())
    }

    /// By name, stage and exercise.
    pub fn rows(&self) -> Vec<Report> {
        self.rows.values().flat_map(BTreeMap::values).cloned().collect()
    }
}

fn all_kept(names: &[String]) -> Vec<String> {
    names.iter().take(CHECKS).map(|name| kept(name)).collect()
}

/// A name without what a screen would act upon, and not too long.
fn kept(name: &str) -> String {
    let seen = name.trim().chars().filter(|letter| !letter.is_control());
    seen.take(LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(name: &str, stage: u8, passed: &str) -> Report {
        Report {
            name: name.to_owned(),
            stage: Some(stage),
            exercise: None,
            passed: vec![passed.to_owned()],
            failed: vec!["a\u{7}".to_owned()],
        }
    }

    #[test]
    fn the_last_report_counts() {
        let mut progress = Progress::default();
        progress.add(&report("zoe", 5, "login")).unwrap();
        progress.add(&report("adam", 5, "login")).unwrap();
        progress.add(&report("zoe", 5, "kick")).unwrap();
        let exercise = Some("stage5/x".to_owned());
        progress.add(&Report { exercise, ..report("zoe", 5, "stage5/x") }).unwrap();
        let exercise = Some("encore/y".to_owned());
        let encore = Report { stage: None, exercise, ..report("zoe", 5, "encore/y") };
        progress.add(&encore).unwrap();
        let rows = progress.rows();
        let told: Vec<_> = rows.iter().map(|row| (row.name.as_str(), &row.passed[0][..])).collect();
        let zoe = ["encore/y", "kick", "stage5/x"].map(|passed| ("zoe", passed));
        assert_eq!(told, [&[("adam", "login")][..], &zoe].concat());
        assert_eq!(rows[1].failed, ["a"]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let mut progress = Progress::default();
        for (name, stage) in [("", 5), (" \u{1b}", 5), ("a", 0), ("a", 7)] {
            assert!(progress.add(&report(name, stage, "kick")).is_err(), "{name:?} {stage}");
        }
        assert!(progress.add(&Report { stage: None, ..report("a", 1, "kick") }).is_err());
        for number in 0..PEOPLE {
            progress.add(&report(&number.to_string(), 1, "kick")).unwrap();
        }
        assert!(progress.add(&report("one more", 1, "kick")).is_err());
        assert!(progress.add(&report("0", 2, "kick")).is_ok());
        let number = |number: usize| Some(number.to_string());
        for exercise in (0..SUBJECTS - 2).map(number) {
            progress.add(&Report { exercise, ..report("0", 1, "kick") }).unwrap();
        }
        assert!(progress.add(&Report { exercise: number(99), ..report("0", 1, "a") }).is_err());
    }
}
