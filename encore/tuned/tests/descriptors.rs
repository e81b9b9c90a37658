//! Out of file descriptors, and back.
#![cfg(target_os = "linux")]

use testkit::behaviour::descriptors;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn accepting_resumes() {
    descriptors::accepting_resumes(BINARY);
}
