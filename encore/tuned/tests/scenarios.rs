//! The scenarios of the book, those of the last stage, replayed against this binary.

use testkit::scenario::run_all_with;

/// In these somebody sends a blank line instead of a name.
const BLANK_NAMES: [&str; 1] = ["invalid-name"];

#[test]
fn every_scenario_of_stage_6_holds() {
    run_all_with(6, env!("CARGO_BIN_EXE_tuned"), |scenario| {
        if BLANK_NAMES.contains(&scenario.name().as_str()) { &["guest_names=no"] } else { &[] }
    });
}
