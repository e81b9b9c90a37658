//! `start` twice, `hint`, `reveal`, `status`, `watch`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::learner::Learner;

#[test]
fn a_start_overwrites_nothing() {
    let learner = Learner::at(2);
    learner.write("main.rs", "// mine\n");
    learner.run(&["start", "2"]).is(1, "nothing in it was touched").says("--force");
    learner.run(&["start", "3"]).is(1, "nothing in it was touched");
    assert_eq!(learner.read("main.rs"), "// mine\n");
    for number in 1..=2 {
        let kept = format!("my-server.{number}");
        learner.run(&["start", "3", "--force"]).is(0, &kept).says("from stage 2");
        assert!(learner.home().join(kept).is_dir());
        assert!(learner.read("main.rs").contains("my_server"));
    }
    let kept = learner.home().join("my-server.1/src/main.rs");
    assert_eq!(fs::read_to_string(kept).unwrap(), "// mine\n");
}

#[test]
fn a_starter_needs_no_workspace_and_no_network() {
    let learner = Learner::at(6);
    let manifest = fs::read_to_string(learner.folder().join("Cargo.toml")).unwrap();
    for part in ["[workspace]", "tokio = { version = \"", "\"rt-multi-thread\"", "thiserror = \""] {
        assert!(manifest.contains(part), "{part} is missing in\n{manifest}");
    }
    assert!(!manifest.contains("path"), "{manifest}");
}

#[test]
fn hints_come_one_by_one_and_are_remembered() {
    let learner = Learner::at(2);
    learner.run(&["hint"]).is(1, "before the first `cargo workshop check`");
    learner.run(&["check"]).is(1, "✗ lobby (");
    let first = learner.run(&["hint"]);
    first.is(0, "stage 2, lobby").says("  1. ").says("2 more are left").says("stage2/start.md");
    assert!(!first.said.contains("  2. "), "{}", first.said);
    learner.run(&["hint"]).is(0, "  2. ");
    learner.run(&["hint"]).is(0, "  3. ").says("the last one");
    learner.run(&["hint"]).is(0, "There are no more. `cargo workshop reveal`");
    learner.run(&["status"]).is(0, "stage 2 ← here").says("  3  -").says("next thing to do: lobby");
    // By the name of a feature; and all of it is still known after a new start.
    learner.run(&["hint", "crlf"]).is(0, "stage 2, line-ends");
    learner.run(&["hint", "magic"]).is(2, "no hints for 'magic'").says("line-ends");
    learner.run(&["start", "2", "--force"]).is(0, "is made");
    learner.run(&["hint"]).is(0, "There are no more");
}

#[test]
fn hints_for_another_stage_than_the_one_that_was_started() {
    let learner = Learner::at(1);
    learner.run(&["check", "2"]).is(1, "`cargo workshop hint 2` helps");
    learner.run(&["hint", "2"]).is(0, "stage 2, listen").says("  1. ");
    learner.run(&["hint", "7"]).is(2, "no stage '7'");
}

#[test]
fn a_passed_stage_says_how_to_go_on() {
    let learner = Learner::with_reference(1);
    let passed = learner.run(&["check"]);
    passed.is(0, "checks are right").says("start 2 --force").says("check 2");
    learner.run(&["start", "2", "--force"]).is(0, "is made");
}

#[test]
fn a_stage_that_does_not_exist() {
    let learner = Learner::at(1);
    for command in ["start", "check", "watch"] {
        let ended = learner.run(&[command, "9"]);
        ended.is(2, "no stage '9': expected one of 1 to 6");
        assert!(!ended.said.contains("folder"), "{}", ended.said);
    }
}

#[test]
fn the_stage_is_revealed_as_a_difference_from_ones_own() {
    let learner = Learner::at(2);
    let all = learner.run(&["reveal"]);
    all.is(0, "+++ stage2-rooms/src/chat.rs").says("my-server/src/session.rs");
    let one = learner.run(&["reveal", "room.rs"]);
    one.is(0, "+pub struct Room {");
    assert!(!one.said.contains("chat.rs"), "{}", one.said);
    learner.run(&["reveal", "nothing.rs"]).is(2, "no file 'nothing.rs'");
    let reference = Learner::with_reference(2);
    reference.run(&["reveal"]).is(0, "There is no difference.");
}

#[test]
fn progress_that_cannot_be_read_is_not_thrown_away() {
    let learner = Learner::at(1);
    let path = learner.folder().join(".progress.toml");
    fs::write(&path, "stage = [").unwrap();
    learner.run(&["status"]).is(1, ".progress.toml").says("forgotten");
    assert_eq!(fs::read_to_string(&path).unwrap(), "stage = [");
}

#[test]
fn a_watch_checks_on_every_save() {
    let learner = Learner::with_reference(1);
    let wrong = "[\"server\", \"system\", \"root\"]";
    let right = "[\"server\", \"system\", \"admin\"]";
    learner.edit("types.rs", right, wrong);
    let mut watch = learner.spawn(&["watch"]);
    let (sender, lines) = mpsc::channel();
    let stdout = BufReader::new(watch.0.stdout.take().unwrap());
    thread::spawn(move || {
        // Nobody listens any more once the test is over.
        let _ = stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line));
    });
    let waits = || {
        let mut said = String::new();
        while !said.contains("Ctrl-C ends it") {
            let line = lines.recv_timeout(Duration::from_mins(2));
            said += &format!("{}\n", line.unwrap_or_else(|_| panic!("nothing after:\n{said}")));
        }
        said
    };
    assert!(waits().contains("✗ reserved-names ("));
    learner.edit("types.rs", wrong, right);
    assert!(waits().contains("checks are right"));
    // Its own notes are no save.
    assert!(lines.recv_timeout(Duration::from_secs(1)).is_err());
    learner.write("main.rs", "fn main() { nonsense }\n");
    assert!(waits().contains("does not build"));
    drop(watch);
    learner.nothing_is_left();
}
