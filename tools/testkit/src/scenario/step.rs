//! What can happen in a scenario.

use super::{Stages, Text};
use crate::Signal;

/// One line of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its line in the file, from 1.
    pub line: usize,
    /// The stages it holds for, if it says so: `[5-6] …`.
    pub stages: Option<Stages>,
    /// As it is written, without the stages.
    pub source: String,
    pub action: Action,
}

impl Step {
    /// Whether it is part of the scenario at this stage.
    #[must_use]
    pub fn holds_for(&self, stage: u8) -> bool {
        self.stages.is_none_or(|stages| stages.contains(stage))
    }
}

/// What a step does or expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `# …`: for the reader.
    Comment(String),
    /// `alice connects`, `alice> hi`, …
    Client { client: String, deed: Deed },
    /// `server gets SIGTERM`
    Signal(Signal),
    /// `server exits with 0`
    Exit(i32),
    /// `server logs …`
    Log(String),
    /// `repeat 20 times:` and the indented steps below it.
    Repeat { times: usize, steps: Vec<Step> },
}

/// What a client does or sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// `connects`
    Connect,
    /// `logs in`, `logs in as Alice`: connects and takes all lines up to the welcome, from
    /// stage 4 up to the message of the day.
    LogIn { name: String },
    /// `alice> hi`: all in one write
    Send(Text),
    /// `alice byte-by-byte> hi`: a write for each byte
    Trickle(Text),
    /// `alice| hi`
    See(Text),
    /// `sees nothing`, for a short while
    SeeNothing,
    /// `ends input`: shuts its sending side
    EndInput,
    /// `resets`
    Reset,
    /// `hangs up`
    HangUp,
    /// `is disconnected`: by the server, cleanly
    Disconnected,
}
