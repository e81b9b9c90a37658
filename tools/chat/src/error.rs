//! Why a client ends before its user wants it to.

use std::io::{self, Write};
use std::process::ExitCode;

use thiserror::Error;

/// An error that ends the program, told in one line.
#[derive(Debug, Error)]
pub enum ClientError {
    /// Told once, at the start; later the client tries again.
    #[error("cannot connect to {address}: {}", reason(.why))]
    CannotConnect { address: String, why: io::Error },
    #[error("this is not a terminal: try --plain")]
    NotATerminal,
    #[error("the terminal fails: {0}")]
    Terminal(io::Error),
    /// With `--plain` there is nobody to try again for.
    #[error("the connection broke: {0}")]
    Broken(io::Error),
    #[error("cannot write what the server says: {0}")]
    Output(io::Error),
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
    #[error("cannot listen for signals: {0}")]
    Signals(#[from] ctrlc::Error),
    /// None of the bots got into the chat.
    #[error("no bot could log in: {0}")]
    NoBots(String),
    /// The chat ended under the bots.
    #[error("the server closed all connections")]
    BotsAlone,
}

impl ClientError {
    /// The status to exit with: 2 for a command line that cannot work, else 1.
    fn exit_status(&self) -> u8 {
        match self {
            Self::NotATerminal => 2,
            _ => 1,
        }
    }
}

/// Tells how a program ended; what to exit with.
pub fn report(ended: Result<(), ClientError>) -> ExitCode {
    let Err(error) = ended else {
        return ExitCode::SUCCESS;
    };
    // If the terminal is what went away, nobody is left to be told.
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::from(error.exit_status())
}

/// Why there is no connection, and for the usual case what would help.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "nothing listens there; is the server running?".into(),
        io::ErrorKind::TimedOut => "no answer".into(),
        _ => error.to_string(),
    }
}
