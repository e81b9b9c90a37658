//! The servers of the course.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::CHAT;

/// All of them.
pub const STAGES: [&str; 6] = [
    "stage1-tcp",
    "stage2-rooms",
    "stage3-parsing",
    "stage4-commands",
    "stage5-threaded",
    "stage6-async",
];

/// The server of a stage, built as the client was.
pub fn stage(package: &str) -> PathBuf {
    // Once for all tests: a server that is being built anew cannot be started.
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(build).join(format!("{package}{EXE_SUFFIX}"))
}

/// Builds what is not up to date; where it is.
fn build() -> PathBuf {
    let folder = Path::new(CHAT).parent().expect("the client is in a folder");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo.arg("--target-dir").arg(folder.parent().expect("the folder is in a target folder"));
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    for package in STAGES {
        cargo.args(["-p", package]);
    }
    let built = cargo.output().expect("cargo runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    folder.to_owned()
}
