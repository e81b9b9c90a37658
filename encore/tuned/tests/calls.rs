//! A delivery takes few writes, few wake-ups and few locks.
//!
//! On Linux, where the guards are.
#![cfg(target_os = "linux")]

use testkit::guard::calls;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn a_read_is_delivered_in_one_piece() {
    calls::in_a_burst(BINARY);
}

#[test]
fn what_waits_goes_out_together() {
    calls::behind_full_queues(BINARY);
}
