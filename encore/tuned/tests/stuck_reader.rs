//! A client that does not read costs itself, and nobody else.

use testkit::behaviour::stuck_reader;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn only_the_stuck_one_is_cut_off() {
    stuck_reader::only_the_stuck_one_is_cut_off(BINARY);
}

#[test]
fn answers_that_nobody_reads_are_bounded() {
    stuck_reader::answers_that_nobody_reads_are_bounded(BINARY);
}

#[test]
fn a_slow_reader_is_waited_for() {
    stuck_reader::a_slow_reader_is_waited_for(BINARY);
}

#[test]
fn no_progress_is_the_end() {
    stuck_reader::no_progress_is_the_end(BINARY);
}

#[test]
fn a_slow_hearer_is_waited_for() {
    stuck_reader::a_slow_hearer_is_waited_for(BINARY);
}
