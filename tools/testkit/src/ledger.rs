//! The list of features: which stages have each of them, and that a scenario shows it.
//!
//! It is a table in Markdown, so that the book can show it as it is. A feature that stops before
//! the last stage has to name the one that takes its place, `1-2, then too-long-survived`: so
//! nothing can be lost on the way without somebody having written it down.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::scenario::{Scenario, Stages, folder};

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    pub name: String,
    pub stages: Stages,
    /// What takes its place after its last stage.
    pub then: Option<String>,
    /// The test that shows it, where no scenario can: under load, in a race, over time.
    pub test: Option<String>,
    /// In words.
    pub seen: String,
}

/// Reads the table; the error names the line.
pub fn parse(text: &str) -> Result<Vec<Feature>, String> {
    let rows = text.lines().enumerate().filter_map(|(n, line)| Some((n + 1, row(line)?)));
    // The first two rows are the heading and the line under it.
    let features: Result<Vec<_>, _> = rows
        .skip(2)
        .map(|(n, cells)| feature(&cells).map_err(|why| format!("ledger, line {n}: {why}")))
        .collect();
    let features = features?;
    check_names(&features)?;
    Ok(features)
}

fn row(line: &str) -> Option<Vec<&str>> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inside.split('|').map(str::trim).collect())
}

fn feature(cells: &[&str]) -> Result<Feature, String> {
    let [name, stages, shown_by, seen] = cells else {
        return Err(format!("{} cells instead of 4", cells.len()));
    };
    let (stages, then) = match stages.split_once(", then ") {
        Some((stages, then)) => (stages, Some(then.trim().to_owned())),
        None => (*stages, None),
    };
    Ok(Feature {
        name: (*name).to_owned(),
        stages: Stages::parse(stages)?,
        then,
        test: match shown_by.split_once(' ') {
            None if *shown_by == "scenario" => None,
            Some(("test", name)) => Some(name.to_owned()),
            _ => return Err(format!("{shown_by:?} is neither \"scenario\" nor \"test NAME\"")),
        },
        seen: (*seen).to_owned(),
    })
}

fn check_names(features: &[Feature]) -> Result<(), String> {
    let mut names = BTreeSet::new();
    for feature in features {
        if !names.insert(&feature.name) {
            return Err(format!("ledger: {} is there twice", feature.name));
        }
    }
    for feature in features {
        let name = &feature.name;
        let last = feature.stages.iter().last().unwrap_or_default();
        let next = feature.then.as_ref().map(|then| find(features, then));
        match next {
            None if last < Stages::LAST => {
                return Err(format!("ledger: {name} ends with stage {last}; say what comes then"));
            }
            Some(None) => return Err(format!("ledger: what comes after {name} is not there")),
            Some(Some(next)) if !next.stages.contains(last + 1) => {
                return Err(format!("ledger: {} does not follow {name} at once", next.name));
            }
            _ => {}
        }
    }
    Ok(())
}

fn find<'a>(features: &'a [Feature], name: &str) -> Option<&'a Feature> {
    features.iter().find(|feature| feature.name == name)
}

/// What is wrong between the ledger and the scenarios at this stage.
#[must_use]
pub fn problems(features: &[Feature], scenarios: &[Scenario], stage: u8) -> Vec<String> {
    let mut problems = Vec::new();
    let here = || scenarios.iter().filter(|scenario| scenario.stages.contains(stage));
    for feature in features {
        let shown = here().any(|scenario| scenario.features.contains(&feature.name));
        if feature.test.is_none() && feature.stages.contains(stage) && !shown {
            problems.push(format!("stage {stage} has {}, but no scenario shows it", feature.name));
        }
    }
    for scenario in here() {
        for name in &scenario.features {
            let path = scenario.path.display();
            match find(features, name) {
                None => problems.push(format!("{path}: {name:?} is not in the ledger")),
                Some(feature) if !feature.stages.contains(stage) => problems.push(format!(
                    "{path}: shows {name} at stage {stage}, but the ledger has it for {}",
                    feature.stages
                )),
                Some(_) => {}
            }
        }
    }
    problems
}

/// Reads the course's own ledger.
pub fn load() -> Result<Vec<Feature>, String> {
    let path = folder().join("ledger.md");
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    parse(&text)
}

/// The features of this stage whose test is not in that folder.
fn missing_tests(features: &[Feature], tests: &Path, stage: u8) -> Vec<String> {
    let here = features.iter().filter(|feature| feature.stages.contains(stage));
    here.filter_map(|feature| {
        let test = tests.join(format!("{}.rs", feature.test.as_ref()?));
        let missing = format!("stage {stage} has {}, but no {}", feature.name, test.display());
        (!test.is_file()).then_some(missing)
    })
    .collect()
}

/// The folder of the tests of a stage, whose crate is named after its number.
fn tests_of(stage: u8) -> PathBuf {
    let start = format!("stage{stage}-");
    let entries = folder().join("../..").read_dir().into_iter().flatten().flatten();
    let mut crates = entries.map(|entry| entry.path()).filter(|path| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(&start))
    });
    crates.next().unwrap_or_else(|| panic!("there is no crate {start}…")).join("tests")
}

/// Checks the course's scenarios and tests against its ledger for one stage.
///
/// # Panics
/// With everything that is wrong.
pub fn check(stage: u8) {
    let features = load().unwrap_or_else(|why| panic!("{why}"));
    let scenarios = Scenario::load_dir(&folder()).unwrap_or_else(|why| panic!("{why}"));
    let mut problems = problems(&features, &scenarios, stage);
    problems.extend(missing_tests(&features, &tests_of(stage), stage));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# Features\n\n| feature | stages | shown by | seen |\n|---|---|---|---|\n";
    const ROWS: &str = "| closes | 1-2, then recovers | scenario | the end |\n\
                        | recovers | 3-6 | scenario | an error |\n\
                        | flat | 5-6 | test flat | nothing |\n";

    fn ledger(rows: &str) -> Result<Vec<Feature>, String> {
        parse(&format!("{HEAD}{rows}"))
    }

    fn scenario(stages: &str, feature: &str) -> Scenario {
        let text = format!("title: T\nstages: {stages}\nfeatures: {feature}\n\nalice connects\n");
        Scenario::parse(Path::new("t.txt"), &text).unwrap()
    }

    #[test]
    fn rows_are_read() {
        let features = ledger(ROWS).unwrap();
        assert_eq!(features.len(), 3);
        assert_eq!(features[0].then.as_deref(), Some("recovers"));
        assert_eq!(features[1].test, None);
        assert_eq!(features[2].test.as_deref(), Some("flat"));
    }

    #[test]
    fn a_feature_cannot_end_unnoticed() {
        for rows in [
            "| a | 1-2 | scenario | x |\n",
            "| a | 1-2, then b | scenario | x |\n",
            "| a | 1-2, then b | scenario | x |\n| b | 4-6 | scenario | x |\n",
            "| a | 1-6 | scenario | x |\n| a | 1-6 | scenario | x |\n",
            "| a | 1-7 | scenario | x |\n",
            "| a | 1-6 | hope | x |\n",
            "| a | 1-6 | scenario |\n",
        ] {
            assert!(ledger(rows).is_err(), "accepted:\n{rows}");
        }
    }

    #[test]
    fn a_feature_without_a_scenario_is_a_problem() {
        let features = ledger(ROWS).unwrap();
        let scenarios = [scenario("1-2", "closes"), scenario("3-4", "recovers")];
        for stage in 1..=4 {
            assert_eq!(problems(&features, &scenarios, stage), [""; 0]);
        }
        assert_eq!(problems(&features, &scenarios, 5).len(), 1);
    }

    #[test]
    fn a_feature_whose_test_is_gone_is_a_problem() {
        let features = ledger(ROWS).unwrap();
        let nowhere = Path::new("no such folder");
        assert_eq!(missing_tests(&features, nowhere, 4), [""; 0]);
        assert_eq!(missing_tests(&features, nowhere, 5).len(), 1);
        assert!(tests_of(1).join("scenarios.rs").is_file());
    }

    #[test]
    fn a_scenario_can_only_show_what_the_ledger_has_for_its_stage() {
        let features = ledger(ROWS).unwrap();
        let scenarios = [scenario("2-6", "recovers"), scenario("2", "closes, magic")];
        let found = problems(&features, &scenarios, 2);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("shows recovers at stage 2"));
        assert!(found[1].contains("\"magic\" is not in the ledger"));
    }
}
