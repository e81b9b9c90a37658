//! Everybody talks at once: nothing is lost, and nobody who reads is cut off.

use testkit::behaviour::burst;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn nothing_is_lost() {
    burst::nothing_is_lost(BINARY);
}

#[test]
fn slow_readers_get_everything() {
    burst::slow_readers_get_everything(BINARY);
}

#[test]
fn a_crowd_outruns_small_queues() {
    burst::a_crowd_outruns_small_queues(BINARY);
}

#[test]
fn a_stuck_reader_takes_nobody_along() {
    burst::a_stuck_reader_takes_nobody_along(BINARY);
}
