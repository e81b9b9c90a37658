//! A client that shuts its sending side still gets every answer.

use testkit::behaviour::half_close;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn everything_is_answered() {
    half_close::everything_is_answered(BINARY);
}

#[test]
fn everything_is_relayed() {
    half_close::everything_is_relayed(BINARY);
}

#[test]
fn nothing_is_answered_with_the_prompt() {
    half_close::nothing_is_answered_with_the_prompt(BINARY);
}
