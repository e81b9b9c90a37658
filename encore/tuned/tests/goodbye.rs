//! Whoever quits gets the goodbye and a clean end.

use testkit::behaviour::goodbye;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn every_quit_is_answered() {
    goodbye::every_quit_is_answered(BINARY);
}

#[test]
fn every_quit_is_one_leave() {
    goodbye::every_quit_is_one_leave(BINARY);
}

#[test]
fn what_is_on_its_way_arrives() {
    goodbye::what_is_on_its_way_arrives(BINARY);
}
