//! What stops a command.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// A mistake in what was asked for, or trouble with the machine.
#[derive(Debug, Error)]
pub enum WorkshopError {
    #[error("no stage '{name}': expected one of {known}")]
    UnknownStage { name: String, known: String },
    #[error("no file '{0}' in the src/ of either stage")]
    UnknownFile(String),
    #[error("no server '{name}': expected one of {known}")]
    UnknownServer { name: String, known: String },
    #[error("cannot read {0}: {1}")]
    Read(PathBuf, io::Error),
    #[error("cannot write {0}: {1}")]
    WriteFile(PathBuf, io::Error),
    #[error("cannot write the result: {0}")]
    Write(#[from] io::Error),
    #[error("{0}")]
    Bench(String),
    #[error("{0}")]
    Book(String),
    #[error("no exercise '{name}': expected one of {known}")]
    UnknownExercise { name: String, known: String },
    #[error("no hints for '{name}': expected one of {known}, or the name of an exercise")]
    UnknownTopic { name: String, known: String },
    #[error("{0}")]
    Learn(String),
    #[error("{0}")]
    Live(String),
}

impl WorkshopError {
    /// The exit status of a program that ends with this: 1 for what the
    /// machine refused, 2 for arguments that name nothing.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::UnknownStage { .. }
            | Self::UnknownFile(_)
            | Self::UnknownServer { .. }
            | Self::UnknownExercise { .. }
            | Self::UnknownTopic { .. } => 2,
            _ => 1,
        }
    }
}
