//! What cannot work is refused before the server starts, in one line.

use testkit::behaviour::start_errors;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn port_taken() {
    start_errors::port_taken(BINARY);
}

#[test]
fn bad_arguments() {
    start_errors::bad_words(BINARY);
}

#[test]
fn bad_settings() {
    start_errors::bad_settings(BINARY);
}

#[test]
fn bad_limits() {
    start_errors::bad_limits(BINARY);
}

#[test]
#[cfg(unix)]
fn not_utf8() {
    start_errors::not_utf8(BINARY);
}
