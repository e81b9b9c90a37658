//! A line without an end costs the server nothing but time.

use testkit::behaviour::endless_line;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn a_line_without_an_end_is_thrown_away() {
    endless_line::is_thrown_away(BINARY);
}

#[test]
fn a_line_without_an_end_disturbs_nobody() {
    endless_line::disturbs_nobody(BINARY);
}
