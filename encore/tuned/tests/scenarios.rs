//! The scenarios of the book, those of the last stage, replayed against this binary.

#[test]
fn every_scenario_of_stage_6_holds() {
    testkit::scenario::run_all(6, env!("CARGO_BIN_EXE_tuned"));
}
