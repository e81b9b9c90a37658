//! Who joins in the middle of a stream misses nothing and sees nothing twice.

use testkit::behaviour::join_midstream;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn history_and_stream_meet() {
    join_midstream::history_and_stream_meet(BINARY);
}

#[test]
fn no_line_is_torn() {
    join_midstream::no_line_is_torn(BINARY);
}
