//! The steps of a scenario, one by one.

use testkit::scenario::{Action, Deed, Ending, Scenario, Step, Text};
use testkit::{PROMPT, Signal};

/// More rounds of a `repeat` than this are played without pauses.
const SLOW_ROUNDS: usize = 3;

/// One thing to do or to wait for, by the client's place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cue {
    Note(String),
    Open(usize),
    Send {
        client: usize,
        bytes: Vec<u8>,
        slowly: bool,
    },
    /// The next line that this client sees.
    See(usize, Seen),
    /// Nothing comes for a while.
    Silence(usize),
    EndInput(usize),
    HangUp(usize),
    /// The server closes the connection.
    Gone(usize),
    Signal(Signal),
    Exit,
    Logged(String),
}

/// What a line has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub bytes: Vec<u8>,
    /// Whether anything may follow.
    pub open: bool,
}

impl Seen {
    fn starting(text: &str) -> Self {
        Self { bytes: text.as_bytes().to_vec(), open: true }
    }

    pub fn is(&self, line: &[u8]) -> bool {
        if self.open { line.starts_with(&self.bytes) } else { line == self.bytes }
    }
}

/// Who takes part at a stage, in the order of their coming, and what happens.
#[derive(Debug, Clone, Default)]
pub struct Script {
    pub clients: Vec<String>,
    pub cues: Vec<Cue>,
}

impl Script {
    pub fn of(scenario: &Scenario, stage: u8) -> Self {
        let mut script = Self::default();
        script.steps(&scenario.steps, stage, 0, true);
        script
    }

    fn steps(&mut self, steps: &[Step], stage: u8, n: usize, slowly: bool) {
        for step in steps.iter().filter(|step| step.holds_for(stage)) {
            match &step.action {
                Action::Comment(text) => self.cues.push(Cue::Note(text.clone())),
                Action::Client { client, deed } => self.deed(client, deed, stage, n, slowly),
                Action::Signal(signal) => self.cues.push(Cue::Signal(*signal)),
                Action::Exit(_) => self.cues.push(Cue::Exit),
                Action::Log(text) => self.cues.push(Cue::Logged(text.clone())),
                Action::Repeat { times, steps } => {
                    (1..=*times).for_each(|n| self.steps(steps, stage, n, *times <= SLOW_ROUNDS));
                }
            }
        }
    }

    fn deed(&mut self, name: &str, deed: &Deed, stage: u8, n: usize, slowly: bool) {
        let client = self.client(name);
        let cue = match deed {
            Deed::Connect => Cue::Open(client),
            Deed::LogIn { name: user } => return self.log_in(client, user, stage),
            Deed::Send(text) | Deed::Trickle(text) => {
                Cue::Send { client, bytes: line(text, n), slowly }
            }
            Deed::See(text) => {
                let open = text.ending() == Ending::Anything;
                Cue::See(client, Seen { bytes: text.bytes(n), open })
            }
            Deed::SeeNothing => Cue::Silence(client),
            Deed::EndInput => Cue::EndInput(client),
            Deed::Reset | Deed::HangUp => Cue::HangUp(client),
            Deed::Disconnected => Cue::Gone(client),
        };
        self.cues.push(cue);
    }

    /// As the scenarios' runner does it: from stage 4 on, with the message of the day.
    fn log_in(&mut self, client: usize, user: &str, stage: u8) {
        self.cues.push(Cue::Open(client));
        self.cues.push(Cue::See(client, Seen::starting(PROMPT)));
        let bytes = format!("{user}\n").into_bytes();
        self.cues.push(Cue::Send { client, bytes, slowly: true });
        self.cues.push(Cue::See(client, Seen::starting(&format!("* Welcome, {user}!"))));
        if stage >= 4 {
            self.cues.push(Cue::See(client, Seen::starting("* ")));
        }
    }

    fn client(&mut self, name: &str) -> usize {
        let known = self.clients.iter().position(|client| client == name);
        known.unwrap_or_else(|| {
            self.clients.push(name.to_owned());
            self.clients.len() - 1
        })
    }
}

fn line(text: &Text, n: usize) -> Vec<u8> {
    let mut bytes = text.bytes(n);
    if text.ending() == Ending::Newline {
        bytes.push(b'\n');
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn script(steps: &str, stage: u8) -> Script {
        let text = format!("title: T\nstages: 1-6\nfeatures: echo\n\n{steps}");
        Script::of(&Scenario::parse(Path::new("t.txt"), &text).unwrap(), stage)
    }

    #[test]
    fn logging_in_is_several_steps() {
        assert_eq!(script("alice logs in\n", 1).cues.len(), 4);
        assert_eq!(script("alice logs in\n", 4).cues.len(), 5);
    }

    #[test]
    fn rounds_are_counted_and_stages_left_out() {
        let script =
            script("bob connects\nalice connects\nrepeat 2 times:\n  alice> a{n}\n[6] bob> x\n", 5);
        assert_eq!(script.clients, ["bob", "alice"]);
        let send = |bytes: &[u8]| Cue::Send { client: 1, bytes: bytes.to_vec(), slowly: true };
        assert_eq!(script.cues[2..], [send(b"a1\n"), send(b"a2\n")]);
    }

    #[test]
    fn a_line_may_go_on_where_the_scenario_says_so() {
        assert!(Seen::starting("* ").is(b"* hello"));
        assert!(!Seen { bytes: b"* ".to_vec(), open: false }.is(b"* hello"));
    }
}
