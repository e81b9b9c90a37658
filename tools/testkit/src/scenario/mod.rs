//! Terminal sessions as text files, replayed against a server.
//!
//! ```text
//! title: Two people meet in the lobby
//! stages: 5-6
//! features: echo, join-notice
//!
//! alice logs in
//! bob logs in
//! alice| * bob joined #lobby
//! alice> hi
//! alice| <alice> hi
//! bob| <alice> hi
//! bob ends input
//! bob is disconnected
//! alice| * bob left #lobby
//! ```
//!
//! A session of the broker chat says `chat: broker` in the place of `stages` and `features`; there
//! `alice logs in` connects, is welcomed and takes her name by `/nick`.
//!
//! The head is `title`, `stages` and `features`, and if needed `settings` (the server's, from
//! stage 4) and `rows` (the hostile cases that it covers). Each step below is one of
//!
//! - `alice connects`, or `alice logs in` (`as Al`) with all lines up to the welcome and, from
//!   stage 4, the message of the day
//! - `alice> TEXT`, sent in one write, or `alice byte-by-byte> TEXT`
//! - `alice| TEXT`, the next line that alice sees, or `alice sees nothing`
//! - `alice ends input`, `resets`, `hangs up`, or `is disconnected` by the server
//! - `server gets SIGTERM` (or `SIGINT`), `server exits with 0`, `server logs TEXT`
//! - `repeat 20 times:` with indented steps below it
//! - `# a comment`
//!
//! `[5-6] ` in front of a step limits it to these stages. A text may hold the escapes of
//! [`escape`](crate::escape), `{20*ab}` for a repetition, and inside a `repeat` `{n}`, its round,
//! or `{n+5}`. At the end of a sent text `\c` leaves out the newline; at the end of a seen one
//! `{...}` lets anything follow. After the last step nobody may have an unread line.

mod deeds;
mod parse;
mod parse_step;
mod run;
mod run_all;
mod stages;
mod step;
mod text;
mod transcript;

use std::fs;
use std::path::{Path, PathBuf};

pub use run_all::{Outcome, run_all, run_all_with, run_each};
pub use stages::Stages;
pub use step::{Action, Deed, Step};
pub use text::{Ending, Text};
pub use transcript::{Event, EventKind, Failure, Transcript};

/// A terminal session that has to go exactly like this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    pub path: PathBuf,
    pub title: String,
    pub stages: Stages,
    /// Features of the [`ledger`](crate::ledger) that it shows.
    pub features: Vec<String>,
    /// Names of the hostile cases that it covers.
    pub rows: Vec<String>,
    /// The server's settings, `key=value` each.
    pub settings: Vec<String>,
    pub steps: Vec<Step>,
}

impl Scenario {
    /// Reads one file; the error names it, and the line if there is one to blame.
    pub fn load(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        Self::parse(path, &text)
    }

    /// Reads every `.txt` file of a folder, in the order of their names; the error lists all
    /// that are wrong with any of them.
    pub fn load_dir(folder: &Path) -> Result<Vec<Self>, String> {
        let entries = fs::read_dir(folder)
            .map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
        let mut paths: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
            .collect();
        paths.sort();
        let (scenarios, errors): (Vec<_>, Vec<_>) =
            paths.iter().map(|path| Self::load(path)).partition(Result::is_ok);
        let errors: Vec<String> = errors.into_iter().filter_map(Result::err).collect();
        if errors.is_empty() {
            Ok(scenarios.into_iter().flatten().collect())
        } else {
            Err(errors.join("\n"))
        }
    }

    /// Its file's name without the ending, which names it in messages.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Whether it sends signals, which exist on Unix only.
    #[must_use]
    pub fn needs_signals(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.action, Action::Signal(_)))
    }
}

/// The course's own scenarios.
#[must_use]
pub fn folder() -> PathBuf {
    let kit = Path::new(env!("CARGO_MANIFEST_DIR"));
    kit.ancestors().nth(2).unwrap_or(kit).join("book/scenarios")
}
