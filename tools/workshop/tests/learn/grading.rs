//! Who is right passes, and who is not is told what is wrong first.

use crate::learner::{Ended, Learner};

/// The topic, and the page that helps with it.
#[track_caller]
fn fails_at(learner: &Learner, topic: &str, page: &str) -> Ended {
    let ended = learner.run(&["check", "--quick"]);
    ended.is(1, &format!("✗ {topic} (")).says(&format!("book/src/{page} ("));
    ended.says("came").says("`cargo workshop hint` helps");
    learner.nothing_is_left();
    ended
}

fn starter_fails_at(stage: u8, topic: &str, page: &str) {
    fails_at(&Learner::at(stage), topic, page);
}

fn reference_passes(stage: u8) {
    let learner = Learner::with_reference(stage);
    learner.run(&["check", "--quick"]).is(0, "checks are right.");
    learner.nothing_is_left();
}

#[test]
fn stage_1() {
    starter_fails_at(1, "listen", "stage1/start.md");
    // It has nothing that takes long, so this is the whole check.
    let learner = Learner::with_reference(1);
    learner.run(&["check"]).is(0, "checks are right. Next: `cargo workshop start 2 --force`");
    learner.run(&["status"]).is(0, "stage 1 ← here").says("UTC");
}

#[test]
fn stage_2() {
    starter_fails_at(2, "lobby", "stage2/start.md");
    reference_passes(2);
}

#[test]
fn stage_3() {
    starter_fails_at(3, "too-long-survived", "stage3/iterators.md");
    reference_passes(3);
}

#[test]
fn stage_4() {
    starter_fails_at(4, "motd", "stage4/builder.md");
    reference_passes(4);
}

#[test]
fn stage_5() {
    starter_fails_at(5, "all-at-once", "stage5/arc-mutex.md");
    reference_passes(5);
}

#[test]
fn stage_6() {
    starter_fails_at(6, "shutdown", "stage6/step.md");
    reference_passes(6);
}

#[test]
fn a_name_that_is_not_checked() {
    let learner = Learner::with_reference(1);
    learner.edit("types.rs", "if !starts_well || name", "if name");
    learner.edit("types.rs", " || !name.chars().all(allowed)", "");
    let ended = fails_at(&learner, "names", "stage1/newtype.md");
    // What was sent, what was expected, what came, and the wire.
    ended.says("invalid-name.txt, line ").says("expected  the line ! invalid name: use 1 to 20");
    ended.says("came      the line * Welcome, !").says("alice's wire");
}

#[test]
fn a_missing_echo() {
    let learner = Learner::with_reference(1);
    learner.edit("session.rs", "connection.write(&format!(\"<{name}> {line}\\n\"))?;", "");
    let ended = fails_at(&learner, "echo", "stage1/step.md");
    ended.says("sent      alice> Hello, is anybody here?").says("came      nothing");
}

#[test]
fn what_only_a_behaviour_shows() {
    let learner = Learner::with_reference(1);
    // All scenarios are right; but nobody may have to read the log.
    learner.edit(
        "log.rs",
        "let _ = io::stderr().write_all(format!(\"{line}\\n\").as_bytes());",
        "eprintln!(\"{line}\");",
    );
    fails_at(&learner, "closed-output", "stage1/step.md");
    let learner = Learner::with_reference(2);
    learner.edit(
        "error.rs",
        "if matches!(self, Self::CannotListen(..) | Self::Io(_)) { 1 } else { 2 }",
        "1",
    );
    let ended = fails_at(&learner, "start-errors", "stage1/errors.md");
    ended.says("start_errors: bad arguments");
}

#[test]
fn a_room_that_is_told_nothing() {
    let learner = Learner::with_reference(5);
    learner.edit(
        "chat.rs",
        "        self.tell_room(id, joined, Some(user.into()));\n",
        "        drop(joined);\n",
    );
    fails_at(&learner, "presence", "stage5/channels.md");
}

#[test]
fn all_that_is_wrong() {
    let learner = Learner::with_reference(1);
    learner.edit(
        "types.rs",
        "[\"server\", \"system\", \"admin\"]",
        "[\"server\", \"system\", \"root\"]",
    );
    learner.edit(
        "login.rs",
        "if self.refusals_left == ATTEMPTS && opens_http_request(line) {",
        "if opens_http_request(\"\") || line == \"nobody\" {",
    );
    let ended = learner.run(&["check", "--all"]);
    ended.is(1, "✗ reserved-names (").says("✗ web-browsers (").says("2 wrong");
    learner.run(&["check"]).is(1, "one wrong");
}

/// Cargo would take its files for what another folder was built from after they were saved.
#[test]
fn an_old_folder_is_built_anew() {
    let old = Learner::with_reference(1);
    old.edit("types.rs", "\"system\", \"admin\"]", "\"system\", \"root\"]");
    Learner::with_reference(1).run(&["check", "--quick"]).is(0, "checks are right.");
    old.run(&["check", "--quick"]).is(1, "✗ reserved-names (");
}
