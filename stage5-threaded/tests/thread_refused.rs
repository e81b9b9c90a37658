//! A server that cannot start another thread refuses that connection and lives on.
#![cfg(target_os = "linux")]

use testkit::behaviour::thread_refused;

const BINARY: &str = env!("CARGO_BIN_EXE_stage5-threaded");

#[test]
fn a_thread_that_cannot_start_costs_one_connection() {
    thread_refused::check(BINARY);
}
