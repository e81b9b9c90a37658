//! What a worker tells the command that started it: one line of JSON for each thing.

use serde::{Deserialize, Serialize};
use testkit::scenario::{Action, Deed, Failure, Scenario, Step};

/// How one thing went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// By the name of its scenario or check.
    Started(String),
    Right(String),
    Wrong(String, Trouble),
    /// Something panicked; the first of them is the cause.
    Panicked(String),
}

/// What was wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trouble {
    /// `book/scenarios/login.txt, line 7`
    pub place: Option<String>,
    /// What a client sent last before that, or did.
    pub sent: Option<String>,
    pub expected: String,
    pub came: String,
    /// What went over the connection of each client.
    pub wires: Vec<(String, String)>,
    /// The server's standard error.
    pub log: String,
    /// No server could be started.
    pub never_started: bool,
}

impl Trouble {
    pub fn of_failure(scenario: &Scenario, failure: Failure) -> Self {
        let file = failure.path.file_name().unwrap_or_default().to_string_lossy();
        let place = format!("{file}, line {}: {}", failure.line, failure.step);
        Self {
            place: (failure.line > 0).then_some(place),
            sent: last_sent(&scenario.steps, failure.line),
            expected: failure.expected,
            came: failure.came,
            wires: failure.wires,
            log: failure.server_log,
            never_started: failure.line == 0,
        }
    }

    /// From what a check said when it panicked.
    pub fn of_panic(said: &str) -> Self {
        let never_started = said.contains("did not say \"listening on ");
        let (said, wire) = said.split_once("wire:\n").unwrap_or((said, ""));
        let wires = if wire.is_empty() {
            Vec::new()
        } else {
            vec![("the client".to_owned(), wire.to_owned())]
        };
        let sent = wire.lines().rev().find_map(|line| Some(line.split_once(" > ")?.1.to_owned()));
        let parts = said.strip_prefix("expected ").and_then(|said| said.split_once("\n    came "));
        let (expected, came) = match parts {
            Some((expected, came)) => (expected.to_owned(), came.trim_end().to_owned()),
            None => (String::new(), said.trim_end().to_owned()),
        };
        Self { sent, expected, came, wires, never_started, ..Self::default() }
    }
}

/// The last step above a line that sends something.
fn last_sent(steps: &[Step], line: usize) -> Option<String> {
    let mut sent = None;
    for step in steps.iter().filter(|step| step.line < line) {
        match &step.action {
            Action::Repeat { steps, .. } => sent = last_sent(steps, line).or(sent),
            Action::Client {
                deed: Deed::See(_) | Deed::SeeNothing | Deed::Disconnected, ..
            } => {}
            Action::Client { .. } | Action::Signal(_) => sent = Some(step.source.clone()),
            _ => {}
        }
    }
    sent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_panic_are_told_apart() {
        let said =
            "expected the line hi\n    came nothing\nwire:\n  1 ms < * Name?\n  2 ms > bob\n";
        let trouble = Trouble::of_panic(said);
        assert_eq!((trouble.expected.as_str(), trouble.came.as_str()), ("the line hi", "nothing"));
        assert_eq!(trouble.sent.as_deref(), Some("bob"));
        assert_eq!(trouble.wires.len(), 1);
        let other = Trouble::of_panic("2 clients are called bob");
        assert_eq!(other.came, "2 clients are called bob");
        assert!(other.expected.is_empty() && other.wires.is_empty());
    }

    #[test]
    fn what_was_sent_is_what_stands_above() {
        let text = "title: T\nstages: 1\nfeatures: x\n\nalice connects\nalice> a\nalice| b\n\
                    alice| c\nalice> d\n";
        let scenario = Scenario::parse("t.txt".as_ref(), text).unwrap();
        assert_eq!(last_sent(&scenario.steps, 8).as_deref(), Some("alice> a"));
        assert_eq!(last_sent(&scenario.steps, 5), None);
    }
}
