//! The scenarios of the book, replayed against this stage's binary.

#[test]
fn every_scenario_of_this_stage_holds() {
    testkit::scenario::run_all(3, env!("CARGO_BIN_EXE_stage3-parsing"));
}

#[test]
fn every_feature_of_this_stage_has_a_scenario() {
    testkit::ledger::check(3);
}
