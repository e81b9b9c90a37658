//! Many want one name at once, and one of them gets it.

use testkit::behaviour::name_race;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn one_of_many_wins() {
    name_race::one_of_many_wins(BINARY);
}

#[test]
fn one_of_two_wins() {
    name_race::one_of_two_wins(BINARY);
}
