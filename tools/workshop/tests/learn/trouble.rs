//! Servers that are worse than wrong.

use std::time::{Duration, Instant};

use crate::learner::{Learner, until};

#[track_caller]
fn never_starts(main: &str) -> String {
    let learner = Learner::with_main(main);
    let ended = learner.run(&["check"]);
    ended.is(1, "✗ listen (").says("a server that starts").says("book/src/stage1/start.md");
    learner.nothing_is_left();
    ended.said
}

#[test]
fn a_server_that_crashes_at_once() {
    let said = never_starts("fn main() {\n    panic!(\"no luck today\");\n}\n");
    assert!(said.contains("no luck today"), "{said}");
}

#[test]
fn a_server_that_prints_something_else() {
    let said = never_starts(
        "fn main() {\n    loop {\n        println!(\"\\x1b[31mtralala\");\n    }\n}\n",
    );
    assert!(said.contains("tralala") && !said.contains('\x1b'), "{said}");
}

#[test]
fn a_server_that_hangs() {
    never_starts("fn main() {\n    loop {\n        std::thread::park();\n    }\n}\n");
}

#[test]
fn a_server_that_accepts_and_says_nothing() {
    let learner = Learner::with_main(
        "fn main() {\n    let listener = std::net::TcpListener::bind(\"127.0.0.1:0\").unwrap();\n    \
         println!(\"listening on {}\", listener.local_addr().unwrap());\n    loop {\n        \
         std::thread::park();\n    }\n}\n",
    );
    let ended = learner.run(&["check"]);
    ended.is(1, "✗ login (").says("expected  the line * Enter your username:");
    ended.says("came      nothing");
    learner.nothing_is_left();
}

#[test]
fn a_server_that_does_not_build() {
    let learner = Learner::with_main("fn main() {\n    let name: u32 = \"alice\";\n}\n");
    let ended = learner.run(&["check"]);
    ended.is(1, "does not build").says("error[E0308]").says("src/main.rs:2");
    learner.nothing_is_left();
    // It can be mended, and nothing remembers it.
    learner.write("main.rs", "fn main() {}\n");
    learner.run(&["check"]).is(1, "✗ listen (");
}

#[test]
fn a_package_without_a_program() {
    let learner = Learner::with_main("");
    std::fs::remove_file(learner.folder().join("src/main.rs")).unwrap();
    learner.write("lib.rs", "");
    learner.run(&["check"]).is(1, "no src/main.rs");
}

#[test]
fn no_server_at_all() {
    let learner = Learner::new();
    for arguments in [&["check"][..], &["hint"], &["reveal"], &["status"], &["watch"]] {
        learner.run(arguments).is(1, "`cargo workshop start 1` makes one");
    }
    learner.run(&["start", "7"]).is(2, "no stage '7'");
    learner.run(&["check", "five"]).is(2, "no stage 'five'");
}

/// As after a crash, or when the terminal is closed.
#[test]
#[cfg(target_os = "linux")]
fn a_check_that_is_killed_leaves_nothing_running() {
    let learner =
        Learner::with_main("fn main() {\n    loop {\n        std::thread::park();\n    }\n}\n");
    let mut check = learner.spawn(&["check"]);
    until("a server runs", || learner.running().iter().any(|line| line.contains("127.0.0.1")));
    check.0.kill().unwrap();
    check.0.wait().unwrap();
    let killed = Instant::now();
    until("nothing runs any more", || learner.running().is_empty());
    // Before the server's time to start is over, after which it would be ended anyway.
    assert!(killed.elapsed() < Duration::from_secs(5), "{:?}", killed.elapsed());
    std::mem::forget(check);
}
