//! `workshop diff`, run as a program with its output in a pipe.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::{fs, io};

use tempfile::TempDir;

fn workshop(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workshop"));
    command.args(args).env_remove("NO_COLOR").current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn run(args: &[&str]) -> (String, String, Option<i32>) {
    let Output { status, stdout, stderr } = workshop(args).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("the output is text");
    (text(stdout), text(stderr), status.code())
}

/// Two folders that are no stages of the course, and their paths.
fn two_folders() -> (TempDir, String, String) {
    let folder = tempfile::tempdir().expect("there is room");
    let write = |path: &str, text: &str| -> io::Result<()> {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        fs::write(path, text)
    };
    for (path, text) in [
        ("a/src/same.rs", "same\n"),
        ("b/src/same.rs", "same\n"),
        ("a/src/chat.rs", "one\ntwo\nthree\n"),
        ("b/src/chat.rs", "one\nzwei\nthree\n"),
        ("a/src/gone.rs", "old\n"),
        ("b/src/room.rs", "new\nnewer\n"),
    ] {
        write(path, text).expect("the folder can be written to");
    }
    let path = |name| folder.path().join(name).to_str().expect("the path is text").to_owned();
    let (a, b) = (path("a"), path("b"));
    (folder, a, b)
}

#[test]
fn a_table_of_two_stages() {
    let (out, err, status) = run(&["diff", "1", "2", "--stat"]);
    assert_eq!(status, Some(0), "{err}");
    assert!(out.starts_with("stage1-tcp/src to stage2-rooms/src\n"), "{out}");
    assert!(out.contains("\nmain.rs "), "{out}");
    assert!(out.contains(" of at most 300: "), "{out}");
    assert!(out.contains(" % of at most 10 %: "), "{out}");
}

#[test]
fn a_stage_is_known_by_number_and_by_name() {
    let by_name = ["diff", "stage1-tcp", "stage2-rooms"];
    assert_eq!(run(&["diff", "1", "2"]), run(&by_name));
}

#[test]
fn a_stage_is_identical_to_itself() {
    assert_eq!(run(&["diff", "6", "6"]), (String::new(), String::new(), Some(0)));
}

#[test]
fn an_unknown_stage_is_an_error_that_names_the_known_ones() {
    let (out, err, status) = run(&["diff", "1", "seven"]);
    assert_eq!((out.as_str(), status), ("", Some(2)));
    assert!(err.starts_with("error: no stage 'seven'"), "{err}");
    assert!(err.contains("stage6-async"), "{err}");
}

#[test]
fn the_unified_diff_is_plain_in_a_pipe() {
    let (_folder, a, b) = two_folders();
    let expected = format!(
        "--- {a}/src/chat.rs\n+++ {b}/src/chat.rs\n@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n three\n\
         Only in {a}/src: gone.rs (1 line)\nOnly in {b}/src: room.rs (2 lines)\n"
    );
    assert_eq!(run(&["diff", &a, &b]), (expected, String::new(), Some(0)));
}

#[test]
fn full_shows_added_and_removed_files() {
    let (_folder, a, b) = two_folders();
    let (out, _, _) = run(&["diff", &a, &b, "--full"]);
    let added = format!("--- /dev/null\n+++ {b}/src/room.rs\n@@ -0,0 +1,2 @@\n+new\n+newer\n");
    assert!(out.ends_with(&added), "{out}");
    assert!(out.contains("+++ /dev/null\n@@ -1 +0,0 @@\n-old\n"), "{out}");
}

#[test]
fn only_limits_it_to_one_file() {
    let (_folder, a, b) = two_folders();
    let (out, _, _) = run(&["diff", &a, &b, "--only", "room.rs"]);
    assert_eq!(out, format!("Only in {b}/src: room.rs (2 lines)\n"));
    let (_, err, status) = run(&["diff", &a, &b, "--only", "roof.rs"]);
    assert_eq!(status, Some(2));
    assert_eq!(err, "error: no file 'roof.rs' in the src/ of either stage\n");
}

#[test]
fn colours_are_there_when_asked_for() {
    let (_folder, a, b) = two_folders();
    let (out, _, _) = run(&["diff", &a, &b, "--color", "always"]);
    assert!(out.contains("\x1b[31m-two\x1b[0m\n\x1b[32m+zwei\x1b[0m\n"), "{out}");
    let (out, _, _) = run(&["diff", &a, &b, "--color=never"]);
    assert!(!out.contains('\x1b'), "{out}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let (folder, a, b) = two_folders();
    let long = "more than fits into a pipe\n".repeat(50_000);
    fs::write(folder.path().join("b/src/long.rs"), long).unwrap();
    let mut command = workshop(&["diff", &a, &b, "--full"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
