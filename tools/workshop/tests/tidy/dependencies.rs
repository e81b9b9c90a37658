//! What a stage depends on.

use std::collections::BTreeSet;
use std::fs;

use toml::Table;
use workshop::Workspace;

use crate::check;
use crate::tables::{DEPENDENCIES, DEV_DEPENDENCIES, STAGES};

fn manifest(stage: &str) -> Table {
    let path = Workspace::find().root().join(stage).join("Cargo.toml");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{stage}: {error}"));
    text.parse().unwrap_or_else(|error| panic!("{stage}/Cargo.toml: {error}"))
}

/// The crates in a section of every stage's manifest, against a table.
fn compare(section: &str, table: &[(&str, u8)]) -> Vec<String> {
    let mut violations = Vec::new();
    for (number, stage) in (1..).zip(STAGES) {
        let manifest = manifest(stage);
        let found = manifest.get(section).and_then(|section| section.as_table());
        let found: BTreeSet<&str> =
            found.into_iter().flat_map(Table::keys).map(String::as_str).collect();
        let expected: BTreeSet<&str> =
            table.iter().filter(|(_, first)| *first <= number).map(|(name, _)| *name).collect();
        for name in found.symmetric_difference(&expected) {
            let what = if found.contains(name) { "may not be" } else { "should be" };
            violations.push(format!("{stage}/Cargo.toml: {name} {what} in [{section}]"));
        }
    }
    violations
}

#[test]
fn a_stage_depends_on_little() {
    check("the dependencies of a stage", &compare("dependencies", DEPENDENCIES));
}

#[test]
fn the_tests_of_a_stage_depend_on_little() {
    check("the dependencies of tests", &compare("dev-dependencies", DEV_DEPENDENCIES));
}

#[test]
fn a_stage_has_no_other_dependencies() {
    let mut violations = Vec::new();
    for stage in STAGES {
        for section in ["build-dependencies", "target", "features"] {
            if manifest(stage).contains_key(section) {
                violations.push(format!("{stage}/Cargo.toml: there is a section [{section}]"));
            }
        }
    }
    check("other dependencies", &violations);
}
