//! What happened while a scenario ran.

use std::fmt;
use std::path::PathBuf;

use super::Stages;
use crate::{Signal, escape};

/// Everything that happened, in the order of the steps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transcript {
    pub events: Vec<Event>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The line of the scenario it comes from.
    pub line: usize,
    pub kind: EventKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    Comment(String),
    Connected {
        client: String,
    },
    /// These bytes in one write, or in one write for each of them.
    Sent {
        client: String,
        bytes: Vec<u8>,
    },
    /// A line, without its `\n`.
    Received {
        client: String,
        line: Vec<u8>,
    },
    SawNothing {
        client: String,
    },
    EndedInput {
        client: String,
    },
    Reset {
        client: String,
    },
    HungUp {
        client: String,
    },
    Disconnected {
        client: String,
    },
    Signalled(Signal),
    Exited(i32),
    Logged(String),
}

impl fmt::Display for Transcript {
    /// As a terminal session, in the form of a scenario.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.events.iter().try_for_each(|event| writeln!(f, "{}", event.kind))
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Comment(text) => write!(f, "# {text}"),
            Self::Connected { client } => write!(f, "{client} connects"),
            Self::Sent { client, bytes } => match bytes.strip_suffix(b"\n") {
                Some(line) => write!(f, "{client}> {}", escape::show(line)),
                None => write!(f, "{client}> {}\\c", escape::show(bytes)),
            },
            Self::Received { client, line } => write!(f, "{client}| {}", escape::show(line)),
            Self::SawNothing { client } => write!(f, "{client} sees nothing"),
            Self::EndedInput { client } => write!(f, "{client} ends input"),
            Self::Reset { client } => write!(f, "{client} resets"),
            Self::HungUp { client } => write!(f, "{client} hangs up"),
            Self::Disconnected { client } => write!(f, "{client} is disconnected"),
            Self::Signalled(Signal::Terminate) => write!(f, "server gets SIGTERM"),
            Self::Signalled(Signal::Interrupt) => write!(f, "server gets SIGINT"),
            Self::Exited(status) => write!(f, "server exits with {status}"),
            Self::Logged(text) => write!(f, "server logs {text}"),
        }
    }
}

/// Why a scenario did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub path: PathBuf,
    /// The line of the step, or 0 when no server could be started.
    pub line: usize,
    pub stage: u8,
    /// The step as it is written, in round `n` of its `repeat`.
    pub step: String,
    pub expected: String,
    pub came: String,
    /// What went over the connection of each client.
    pub wires: Vec<(String, String)>,
    pub server_log: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        writeln!(f, "{path}:{}: ({}) {}", self.line, Stages::label(self.stage), self.step)?;
        writeln!(f, "    expected {}", self.expected)?;
        writeln!(f, "    came     {}", self.came)?;
        for (client, wire) in &self.wires {
            write!(f, "  {client}'s wire (> sent, < received, # ended):\n{wire}")?;
        }
        writeln!(f, "  server's stderr:")?;
        self.server_log.lines().try_for_each(|line| writeln!(f, "    {line}"))
    }
}

impl std::error::Error for Failure {}
