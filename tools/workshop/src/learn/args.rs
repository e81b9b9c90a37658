//! The commands for those who build a server of their own.

use std::path::PathBuf;

use clap::Args;

use super::check::{self, How};
use super::desk::Desk;
use super::start::{Aim, start};
use super::{exercise, help, watch};
use crate::error::WorkshopError;
use crate::paint::ColorWhen;

/// Makes my-server/, to be turned into a stage
///
/// It holds the code of the stage before; for the first stage, a program that does nothing
/// yet. Nothing that exists is overwritten.
#[derive(Debug, Args)]
pub struct StartArgs {
    /// The stage to build (5), or `exercise NAME` for an exercise (stage2/tally)
    #[arg(value_name = "STAGE", num_args = 1..=2, required = true)]
    what: Vec<String>,
    /// Keep what exists as my-server.1, and make a new one
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    place: Place,
}

/// Checks my-server/, or any program in any language, against a stage or an exercise
///
/// Replays the scenarios of the stage, then tries everything else that its own tests try, what
/// takes long last. Stops at the first thing that is wrong, says what was sent, expected and
/// received, and which page of the book helps.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The stage (5) or `exercise NAME`, if it is not what was started
    #[arg(value_name = "STAGE", num_args = 0..=2)]
    what: Vec<String>,
    /// Check a command instead, such as 'python3 server.py {addr}'; {addr} becomes HOST:PORT, settings are appended
    #[arg(long, value_name = "COMMAND")]
    cmd: Option<String>,
    /// Tell a classroom what was passed, now and from now on: its join address, or `off`
    #[arg(long, value_name = "ADDRESS")]
    classroom: Option<String>,
    /// Your name in the classroom, if it is not that of your account
    #[arg(long, value_name = "NAME", requires = "classroom")]
    name: Option<String>,
    /// Show everything that is wrong, not only the first
    #[arg(long)]
    all: bool,
    /// Leave out what takes long
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    place: Place,
}

/// Gives the next of three hints
///
/// For the first thing that the last check found wrong, or for what you name.
#[derive(Debug, Args)]
pub struct HintArgs {
    /// A stage (5), an exercise (stage2/tally), or a feature (history)
    #[arg(value_name = "NAME", num_args = 0..=2)]
    name: Vec<String>,
    #[command(flatten)]
    place: Place,
}

/// Shows the stage's own code, as a difference from yours
#[derive(Debug, Args)]
pub struct RevealArgs {
    /// A file of src/ alone (chat.rs), or an exercise (stage2/tally)
    #[arg(value_name = "NAME", num_args = 0..=2)]
    name: Vec<String>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = ColorWhen::Auto)]
    color: ColorWhen,
    #[command(flatten)]
    place: Place,
}

/// Shows what you have achieved
#[derive(Debug, Args)]
pub struct StatusArgs {
    #[command(flatten)]
    place: Place,
}

/// Checks my-server/ again on every save
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The stage, if it is not what was started
    stage: Option<u8>,
    /// Also what takes long
    #[arg(long)]
    long: bool,
    #[command(flatten)]
    place: Place,
}

/// Where the learner's server is.
#[derive(Debug, Args)]
struct Place {
    /// The folder of your server, if it is not my-server/
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

/// What a command is about.
enum What {
    Stage(Option<u8>),
    Exercise(String),
}

fn what(desk: &Desk, words: &[String]) -> Result<What, WorkshopError> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => Ok(desk.progress()?.exercise.map_or(What::Stage(None), What::Exercise)),
        ["exercise", name] => Ok(What::Exercise(name.to_owned())),
        [name] if name.contains('/') => Ok(What::Exercise(name.to_owned())),
        [stage] if stage.parse::<u8>().is_ok() => Ok(What::Stage(stage.parse().ok())),
        _ => Err(WorkshopError::UnknownStage {
            name: words.join(" "),
            known: "1 to 6, `exercise NAME`".to_owned(),
        }),
    }
}

/// The one name that is meant, though `exercise` may stand in front of it.
fn name(words: &[String]) -> Result<Option<&str>, WorkshopError> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => Ok(None),
        [name] | ["exercise", name] => Ok(Some(name)),
        _ => Err(WorkshopError::Learn(format!("one name is expected, not '{}'", words.join(" ")))),
    }
}

impl StartArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        let desk = Desk::new(self.place.dir);
        match what(&desk, &self.what)? {
            What::Stage(stage) => start(&desk, Aim::Stage(stage.unwrap_or(1)), self.force),
            What::Exercise(name) => {
                let package = &exercise::load(&desk, &name)?.package;
                start(&desk, Aim::Exercise { name: &name, package }, self.force)
            }
        }
    }
}

impl CheckArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        let desk = Desk::new(self.place.dir);
        let how = How {
            all: self.all,
            quick: self.quick,
            command: self.cmd.as_deref(),
            classroom: self.classroom.as_deref(),
            name: self.name.as_deref(),
        };
        match what(&desk, &self.what)? {
            What::Stage(stage) => check::stage(&desk, stage, how),
            What::Exercise(name) => check::exercise(&desk, &name, how),
        }
    }
}

impl HintArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        help::hint(&Desk::new(self.place.dir), name(&self.name)?)
    }
}

impl RevealArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        help::reveal(&Desk::new(self.place.dir), name(&self.name)?, self.color)
    }
}

impl StatusArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        help::status(&Desk::new(self.place.dir))
    }
}

impl WatchArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        let how = How { quick: !self.long, ..How::default() };
        watch::watch(&Desk::new(self.place.dir), self.stage, how)
    }
}
