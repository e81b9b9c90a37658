//! Nobody has to read what the server prints.

use testkit::behaviour::closed_output;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn broken_pipes() {
    closed_output::broken_pipes(BINARY);
}

#[test]
#[cfg(target_os = "linux")]
fn full_disk() {
    closed_output::full_disk(BINARY);
}

#[test]
fn refusals() {
    closed_output::refusals(BINARY);
}
