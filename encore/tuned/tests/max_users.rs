//! There are only so many places, and one that is left is free again.

use testkit::behaviour::max_users;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn places_are_counted() {
    max_users::places_are_counted(BINARY);
}

#[test]
fn one_gets_the_last_place() {
    max_users::one_gets_the_last_place(BINARY);
}
