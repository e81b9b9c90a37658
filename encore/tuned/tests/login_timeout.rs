//! The time for a login is limited in all.

use testkit::behaviour::login_timeout;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn silence_is_ended() {
    login_timeout::silence_is_ended(BINARY);
}

#[test]
fn trickling_is_ended() {
    login_timeout::trickling_is_ended(BINARY);
}

#[test]
fn refusals_do_not_extend_it() {
    login_timeout::refusals_do_not_extend_it(BINARY);
}
