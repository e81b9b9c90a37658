//! Which files there are, and which of them stay the same.

use std::collections::BTreeSet;

use workshop::{Sources, Status, Step, Workspace};

use crate::check;
use crate::source::{entries, relative};
use crate::tables::{FILES, IDENTICAL, STAGES};

/// A file, and the first of two stages between which it does not change.
type Pair = (String, u8);

fn sources(stage: u8) -> Sources {
    Workspace::find().sources(&stage.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_stages_are_these_six() {
    let stages = Workspace::find().stages().expect("the workspace can be read");
    assert_eq!(stages, STAGES);
}

#[test]
fn each_stage_has_its_files() {
    let mut violations = Vec::new();
    for (stage, folder) in (1..).zip(STAGES) {
        let found: BTreeSet<String> = sources(stage).files.into_keys().collect();
        let expected: BTreeSet<String> = FILES
            .iter()
            .filter(|(_, first, last)| (*first..=*last).contains(&stage))
            .map(|(name, ..)| (*name).to_owned())
            .collect();
        for name in expected.difference(&found) {
            violations.push(format!("{folder}/src/{name}: is missing"));
        }
        for name in found.difference(&expected) {
            violations.push(format!("{folder}/src/{name}: is not in the table FILES"));
        }
    }
    check("the files of a stage", &violations);
}

#[test]
fn a_file_is_identical_where_the_table_says_so() {
    let mut identical = BTreeSet::new();
    for stage in 1..6 {
        let step = Step::between(&sources(stage), &sources(stage + 1));
        let same = step.files.into_iter().filter(|file| file.status == Status::Identical);
        identical.extend(same.map(|file| (file.name, stage)));
    }
    let listed: BTreeSet<Pair> = IDENTICAL
        .iter()
        .flat_map(|&(name, from, to)| (from..to).map(move |stage| (name.to_owned(), stage)))
        .collect();
    let mut violations = Vec::new();
    for (name, stage) in listed.difference(&identical) {
        let next = stage + 1;
        violations.push(format!("{name}: is listed, but differs from stage {stage} to {next}"));
    }
    for (name, stage) in identical.difference(&listed) {
        let next = stage + 1;
        violations.push(format!("{name}: is the same in stages {stage} and {next}, not listed"));
    }
    if !violations.is_empty() {
        violations.push(format!("the whole table would be:\n{}", as_table(&identical)));
    }
    check("the table IDENTICAL", &violations);
}

/// The pairs as rows of the table, neighbours joined.
fn as_table(pairs: &BTreeSet<Pair>) -> String {
    let starts = |&(name, stage): &&Pair| !pairs.contains(&(name.clone(), stage - 1));
    let rows = pairs.iter().filter(|pair| starts(pair)).map(|(name, from)| {
        let to = (*from..6).find(|&stage| !pairs.contains(&(name.clone(), stage))).unwrap_or(6);
        format!("    (\"{name}\", {from}, {to}),\n")
    });
    rows.collect()
}

#[test]
fn nothing_is_a_link() {
    let mut violations = Vec::new();
    for folder in STAGES {
        let links = entries(folder).into_iter().filter(|path| path.is_symlink());
        violations.extend(links.map(|path| format!("{}: is a link", relative(&path))));
    }
    check("real copies", &violations);
}
