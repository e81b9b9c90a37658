//! What the book shows, compiled, run and replayed.
//!
//! - `material`: what there is to prove, as its authors write it; `package`: which crate that
//!   is about; `variant`: a crate with edits
//! - `recorded`: what came of it the last time
//! - `crates`: compiling, with the crates of the workspace; `built`: what comes of it;
//!   `rustc`: what the compiler says
//! - `process`: running, with a limit
//! - `message`, `normal`: the same words on every machine
//! - `prover`: proving each kind; `command`: what is typed at a terminal; `exercise`: a task with
//!   its solutions; `quiz`: its answers
//! - `difference`: what has changed

mod built;
mod command;
mod crates;
mod difference;
mod exercise;
mod material;
mod message;
mod normal;
mod package;
mod process;
mod prover;
mod quiz;
pub mod recorded;
mod rustc;
#[cfg(test)]
mod tests;
mod variant;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crates::Crates;
pub use material::{Exercise, Fails, Program};
pub use package::Package;
use prover::Prover;
pub use quiz::{Question, Quiz};
pub use variant::Variant;

use crate::error::WorkshopError;

/// How many proofs run at a time.
const AT_ONCE: usize = 2;

/// What happens to what was produced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is compared with what was written down.
    Check,
    /// It is written down.
    Record,
}

/// Something that has to be produced, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    Fails(String),
    Run(String),
    Session {
        name: String,
        package: Package,
    },
    Command(String),
    Exercise(String),
    Quiz(String),
    /// The code and the diffs of a page, as they are now. Nobody produces them; but when they
    /// change, somebody has to read again what the page says of them.
    Shown {
        page: String,
        text: String,
    },
}

/// A proof that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unproved {
    /// What was to be proved.
    pub place: String,
    pub what: String,
}

impl Wanted {
    /// Where its author wrote it.
    fn place(&self) -> String {
        match self {
            Self::Fails(name) => format!("fails/{name}"),
            Self::Run(name) => format!("programs/{name}"),
            Self::Session { name, package } => format!("scenarios/{name} ({package})"),
            Self::Command(command) => format!("command {command}"),
            Self::Exercise(name) => format!("exercises/{name}"),
            Self::Quiz(name) => format!("quizzes/{name}"),
            Self::Shown { page, .. } => page.clone(),
        }
    }
}

/// Produces everything anew. `is_whole` says that nothing else is wanted anywhere, so that
/// recordings of anything else are left over.
pub fn prove(
    root: &Path,
    wanted: &[Wanted],
    mode: Mode,
    is_whole: bool,
) -> Result<Vec<Unproved>, WorkshopError> {
    let crates = Crates::build(root).map_err(WorkshopError::Book)?;
    prove_by(&Prover { root, crates: &crates, mode }, wanted, is_whole).map_err(WorkshopError::Book)
}

fn prove_by(
    prover: &Prover<'_>,
    wanted: &[Wanted],
    is_whole: bool,
) -> Result<Vec<Unproved>, String> {
    let next = AtomicUsize::new(0);
    let unproved = Mutex::new(Vec::new());
    let work = || {
        while let Some(this) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = prover.prove(this).into_iter();
            let found = found.map(|what| Unproved { place: this.place(), what });
            unproved.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(work);
        }
    });
    let mut unproved = unproved.into_inner().unwrap_or_else(PoisonError::into_inner);
    if is_whole {
        let names: Vec<String> =
            wanted.iter().flat_map(|this| recorded::names(prover.root, this)).collect();
        for left in recorded::others(prover.root, &names)? {
            let what = "nothing shows this recording any more".to_owned();
            unproved.push(Unproved { place: left, what });
        }
    }
    Ok(unproved)
}
