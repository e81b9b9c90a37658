//! Replays a scenario.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::run_all::Outcome;
use super::{Action, Event, EventKind, Failure, Scenario, Step, Transcript};
use crate::login::DEFAULT_MOTD;
use crate::{Client, PATIENCE, Received, Server, Signal};

/// How long nothing may come where nothing should. A line on its way takes far less here, and
/// every silence costs this much time.
pub(super) const QUIET: Duration = Duration::from_millis(100);

impl Scenario {
    /// Runs it against the server `binary`, as stage `stage` of the course.
    pub fn run(&self, binary: &Path, stage: u8) -> Outcome {
        let mut command = Command::new(binary);
        command.arg("127.0.0.1:0").args(&self.settings);
        let server = Server::try_start_with(command).map_err(|why| {
            let start = Mismatch { expected: "a server that starts".to_owned(), came: why };
            Box::new(self.failure(stage, 0, "start", start))
        })?;
        let mut run = Run {
            stage,
            motd: self.motd(),
            server,
            exited: false,
            comers: 0,
            clients: BTreeMap::new(),
            gone: Vec::new(),
            transcript: Transcript::default(),
            line: 0,
        };
        let result = run.steps(&self.steps, 0).and_then(|()| run.finish());
        match result {
            Ok(()) => Ok(run.transcript),
            Err((line, source, mismatch)) => {
                let mut failure = self.failure(stage, line, &source, mismatch);
                failure.wires = run.wires();
                failure.server_log = run.server.final_log();
                Err(Box::new(failure))
            }
        }
    }

    fn failure(&self, stage: u8, line: usize, step: &str, mismatch: Mismatch) -> Failure {
        Failure {
            path: self.path.clone(),
            line,
            stage,
            step: step.to_owned(),
            expected: mismatch.expected,
            came: mismatch.came,
            wires: Vec::new(),
            server_log: String::new(),
        }
    }

    fn motd(&self) -> String {
        let set = self.settings.iter().find_map(|setting| setting.strip_prefix("motd="));
        set.map_or_else(|| DEFAULT_MOTD.to_owned(), |motd| format!("* {motd}"))
    }
}

/// A step that did not go as written.
pub(super) struct Mismatch {
    pub(super) expected: String,
    pub(super) came: String,
}

pub(super) fn mismatch<T>(
    expected: impl Into<String>,
    came: impl Into<String>,
) -> Result<T, Mismatch> {
    Err(Mismatch { expected: expected.into(), came: came.into() })
}

/// A mismatch with the line and the source of its step.
type Located = (usize, String, Mismatch);

/// A scenario on its way.
pub(super) struct Run {
    pub(super) stage: u8,
    pub(super) motd: String,
    pub(super) server: Server,
    /// Whether a step has seen the server's end.
    exited: bool,
    /// How many have connected so far, which is what a broker calls them by.
    pub(super) comers: usize,
    /// Those whose connection is open as far as the scenario has told.
    pub(super) clients: BTreeMap<String, Client>,
    /// The wire logs of the others.
    pub(super) gone: Vec<(String, String)>,
    transcript: Transcript,
    /// The line of the current step, for the events.
    line: usize,
}

impl Run {
    fn steps(&mut self, steps: &[Step], n: usize) -> Result<(), Located> {
        let stage = self.stage;
        for step in steps.iter().filter(|step| step.holds_for(stage)) {
            self.line = step.line;
            let result = match &step.action {
                Action::Repeat { times, steps } => {
                    (1..=*times).try_for_each(|n| self.steps(steps, n))?;
                    Ok(())
                }
                Action::Client { client, deed } => self.deed(client, deed, n),
                Action::Comment(text) => {
                    self.event(EventKind::Comment(text.clone()));
                    Ok(())
                }
                Action::Signal(signal) => self.signal(*signal),
                Action::Exit(status) => self.exit(*status),
                Action::Log(text) => self.log(text),
            };
            result.map_err(|mismatch| {
                let round = if n > 0 { format!(" (round {n})") } else { String::new() };
                (step.line, format!("{}{round}", step.source), mismatch)
            })?;
        }
        Ok(())
    }

    /// Everybody still there has read everything, and the server is well.
    fn finish(&mut self) -> Result<(), Located> {
        let line = self.line;
        let located = |mismatch| (line, "the end of the scenario".to_owned(), mismatch);
        let deadline = Instant::now() + QUIET;
        for (name, client) in &mut self.clients {
            match client.receive(deadline.saturating_duration_since(Instant::now())) {
                Received::Nothing => {}
                other => {
                    let expected = format!("nothing more for {name}");
                    return mismatch(expected, other.describe()).map_err(located);
                }
            }
        }
        // A server that has crashed closes its connections a moment before it is gone.
        let left = deadline.saturating_duration_since(Instant::now());
        let ended = if self.exited { None } else { self.server.wait_at_most(left) };
        if let Some(status) = ended {
            return mismatch("a running server", format!("its end, {status}")).map_err(located);
        }
        if self.server.final_log().contains("panicked at") {
            return mismatch("no panic", "one, in the server's stderr").map_err(located);
        }
        Ok(())
    }

    pub(super) fn event(&mut self, kind: EventKind) {
        self.transcript.events.push(Event { line: self.line, kind });
    }

    fn signal(&mut self, signal: Signal) -> Result<(), Mismatch> {
        if let Err(error) = self.server.signal(signal) {
            return mismatch("a signal that can be sent", error.to_string());
        }
        self.event(EventKind::Signalled(signal));
        Ok(())
    }

    fn exit(&mut self, status: i32) -> Result<(), Mismatch> {
        match self.server.wait_at_most(PATIENCE) {
            Some(ended) if ended.code() == Some(status) => {
                self.exited = true;
                self.event(EventKind::Exited(status));
                Ok(())
            }
            Some(ended) => mismatch(format!("exit status {status}"), ended.to_string()),
            None => mismatch(format!("exit status {status}"), "no end at all"),
        }
    }

    fn log(&mut self, text: &str) -> Result<(), Mismatch> {
        if !self.server.logs(text, PATIENCE) {
            return mismatch(format!("{text} in the server's stderr"), "it did not appear");
        }
        self.event(EventKind::Logged(text.to_owned()));
        Ok(())
    }

    fn wires(&self) -> Vec<(String, String)> {
        let mut wires = self.gone.clone();
        wires.extend(self.clients.iter().map(|(name, client)| (name.clone(), client.log())));
        wires
    }
}
