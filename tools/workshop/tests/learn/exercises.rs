//! The exercises of the book, done in one's own folder.

use crate::learner::Learner;

#[test]
fn an_exercise_whose_check_is_a_program() {
    const NAME: &str = "stage1/only-a-port";
    let learner = Learner::new();
    learner.run(&["start", "exercise", NAME]).is(0, "is made, from stage 1");
    let ended = learner.run(&["check", "exercise", NAME]);
    ended.is(1, "not yet").says("\"0\" is not an address");
    learner.nothing_is_left();
    learner.run(&["hint", NAME]).is(0, "The port alone").says("  1. Which conversion");
    learner.run(&["reveal", NAME]).is(0, "+        if text.parse::<u16>().is_ok() {");
    let find = "        let (host, port) = text.rsplit_once(':').unwrap_or_default();\n";
    let solution = "        if text.parse::<u16>().is_ok() {\n            \
                    return Ok(Self(format!(\"127.0.0.1:{text}\")));\n        }\n";
    learner.edit("types.rs", find, &format!("{solution}{find}"));
    learner.run(&["check", NAME]).is(0, "it is done");
    learner.run(&["reveal", NAME]).is(0, "There is no difference.");
    learner.run(&["status"]).is(0, NAME).says("1 of 1");
}

#[test]
fn an_exercise_whose_check_is_a_scenario() {
    const NAME: &str = "stage1/name-end";
    let learner = Learner::new();
    learner.run(&["start", "exercise", NAME]).is(0, "is made");
    let ended = learner.run(&["check", "exercise", NAME]);
    ended.is(1, "check.txt, line ").says("expected").says("wire");
    learner.nothing_is_left();
}

#[test]
fn a_started_exercise_is_what_everything_is_about() {
    const NAME: &str = "stage1/only-a-port";
    let learner = Learner::new();
    learner.run(&["start", "exercise", NAME]).is(0, "is made");
    learner.run(&["status"]).is(0, &format!("{NAME} ← here"));
    // The stage is right from the start, and nobody's own achievement.
    learner.run(&["check"]).is(1, "not yet").says("\"0\" is not an address");
    learner.run(&["hint"]).is(0, "The port alone").says("  1. Which conversion");
    learner.run(&["hint", "exercise", NAME]).is(0, "  2. ");
    learner.run(&["reveal", "types.rs"]).is(0, "+        if text.parse::<u16>().is_ok() {");
    let status = learner.run(&["status"]);
    status.is(0, &format!("{NAME} ← here")).says("0 of 1");
    assert!(!status.said.contains("stage 1 ← here"), "{}", status.said);
    learner.run(&["start", "1", "--force"]).is(0, "is made");
    learner.run(&["status"]).is(0, "stage 1 ← here");
    learner.run(&["check"]).is(1, "hint` helps").says("stage 1: ");
}

#[test]
fn an_exercise_that_does_not_exist() {
    let learner = Learner::at(1);
    for arguments in [["check", "exercise"], ["start", "exercise"]] {
        let [command, word] = arguments;
        learner.run(&[command, word, "stage1/none"]).is(2, "stage1/only-a-port");
    }
    learner.run(&["hint", "stage1/none"]).is(2, "no exercise 'stage1/none'");
    // No way out of the folder of exercises.
    learner
        .run(&["check", "exercise", "../../book/exercises/stage1/name-end"])
        .is(2, "no exercise");
}
