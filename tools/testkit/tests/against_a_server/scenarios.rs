//! Scenarios hold when they should, and fail when they should.

use std::path::Path;

use testkit::scenario::{EventKind, Failure, Outcome, Scenario};

use crate::binary;

pub fn run() {
    a_scenario_that_holds_is_recorded();
    a_repeat_counts_its_rounds();
    each_kind_of_mistake_is_found();
    a_failure_names_its_place_and_shows_the_wires();
}

fn replay(steps: &str) -> Outcome {
    let text = format!("title: T\nstages: 1-6\nfeatures: echo\n\n{steps}");
    Scenario::parse(Path::new("t.txt"), &text).unwrap().run(&binary(), 1)
}

fn a_scenario_that_holds_is_recorded() {
    let steps = "alice connects\nalice| * Enter your username:\nalice> alice\n\
                 alice| * Welcome, alice!\n# all is well\nalice> a\\tb\nalice| <alice> a\\tb\n\
                 alice sees nothing\nalice ends input\nalice is disconnected\n\
                 server logs settings\n";
    let transcript = replay(steps).unwrap();
    assert_eq!(transcript.to_string(), steps);
    assert_eq!(transcript.events[0].line, 5);
    assert_eq!(transcript.events[4].kind, EventKind::Comment("all is well".to_owned()));
    replay("alice logs in\nalice byte-by-byte> slow\nalice| <alice> slow\n").unwrap();
    replay("alice logs in\nalice> /exit\nalice is disconnected\nserver exits with 3\n").unwrap();
    replay("alice logs in as Al\nalice resets\nalice logs in\nalice hangs up\n").unwrap();
    replay("alice logs in\n[2-6] alice| what stage 1 does not say\n").unwrap();
}

fn a_repeat_counts_its_rounds() {
    replay("alice logs in\nrepeat 3 times:\n    alice> {n}\n    alice| <alice> {n}\n").unwrap();
    let steps = "alice logs in\nrepeat 3 times:\n    alice> {n}\n    alice| <alice> 1\n";
    let failure = failure(steps);
    assert_eq!((failure.line, failure.step.as_str()), (8, "alice| <alice> 1 (round 2)"));
}

fn failure(steps: &str) -> Failure {
    match replay(steps) {
        Ok(transcript) => panic!("this held:\n{steps}\n{transcript}"),
        Err(failure) => *failure,
    }
}

fn each_kind_of_mistake_is_found() {
    for (steps, came) in [
        ("alice logs in\nalice> a\nalice| <alice> b\n", "the line <alice> a"),
        ("alice logs in\nalice> /bye\nalice| <alice> b\n", "the end of input"),
        ("alice logs in\nalice> /twice\nalice sees nothing\n", "the line <x> twice"),
        // Unread at the end, half a line included.
        ("alice logs in\nalice> /twice\nalice| <x> twice\n", "the line <x> twice"),
        ("alice logs in\nalice> /bye\n", "the end of input"),
        ("alice logs in\nalice> /cut\nalice is disconnected\n", "the end of input inside cut o"),
        ("alice logs in\nalice> a\nalice is disconnected\n", "the line <alice> a"),
        ("bob sees nothing\n", "nobody of that name"),
        ("bob connects\nbob connects\n", "a second connection"),
        ("alice logs in\nalice hangs up\nalice> hi\n", "nobody of that name"),
        ("alice logs in\nalice> /panic\nalice is disconnected\n", "one, in the server's stderr"),
        ("alice logs in\nalice> /exit\nalice is disconnected\nserver exits with 0\n", "3"),
        ("alice logs in\nalice> /exit\nalice is disconnected\n", "its end"),
    ] {
        let failure = failure(steps);
        assert!(failure.came.contains(came), "{steps}\n{failure}");
    }
}

fn a_failure_names_its_place_and_shows_the_wires() {
    let failure = failure("alice logs in\nbob connects\nalice> a\nalice| <alice> b\n");
    let message = failure.to_string();
    for part in [
        "t.txt:8: (stage 1) alice| <alice> b",
        "expected the line <alice> b",
        "came     the line <alice> a",
        "alice's wire",
        "> a\\n",
        "bob's wire",
        "log: settings []",
    ] {
        assert!(message.contains(part), "no {part} in:\n{message}");
    }
}
