//! The course's own scenarios and ledger can be read, and agree with each other.

use testkit::ledger;
use testkit::scenario::{Scenario, folder};

#[test]
fn the_scenarios_and_the_ledger_agree_at_every_stage() {
    for stage in 1..=6 {
        ledger::check(stage);
    }
}

#[test]
fn every_title_is_there_once() {
    let mut titles: Vec<String> =
        Scenario::load_dir(&folder()).unwrap().into_iter().map(|scenario| scenario.title).collect();
    titles.sort();
    let all = titles.len();
    titles.dedup();
    assert_eq!(titles.len(), all, "two scenarios have the same title");
}
