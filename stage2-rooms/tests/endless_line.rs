//! A line without an end costs the server nothing but time.

use testkit::behaviour::endless_line;

const BINARY: &str = env!("CARGO_BIN_EXE_stage2-rooms");

#[test]
fn a_line_without_an_end_ends_the_connection() {
    endless_line::ends_the_connection(BINARY);
}
