//! Everything that can go wrong, and whom it concerns.

use std::io;

use thiserror::Error;

use crate::connection::MAX_LINE;
use crate::types::{ListenAddr, UserName};

/// A user's mistake, the end of one connection, or the end of the program.
#[derive(Debug, Error)]
pub enum ChatError {
    #[error("invalid name: use 1 to 20 letters, digits, '-' or '_', starting with a letter")]
    InvalidName,
    #[error("name \"{0}\" is reserved")]
    ReservedName(UserName),
    #[error("name \"{0}\" is taken")]
    NameTaken(UserName),

    // From here on the connection ends as well.
    #[error("line too long: at most {MAX_LINE} bytes")]
    LineTooLong,
    #[error("not valid UTF-8")]
    NotUtf8,
    #[error("too many attempts")]
    TooManyAttempts,
    #[error("this is not a web server")]
    NotAWebServer,
    #[error("no longer in the chat")]
    Gone,
    #[error("connection lost: {0}")]
    Io(#[from] io::Error),

    // From here on the program ends.
    #[error("{0:?} is not an address: expected HOST:PORT, for example 127.0.0.1:8080")]
    BadAddress(String),
    #[error("unexpected argument {0:?}: expected [ADDR]")]
    UnexpectedArgument(String),
    #[error("cannot listen on {0}: {1}")]
    CannotListen(ListenAddr, io::Error),
}

impl ChatError {
    /// Whether the connection cannot go on after this.
    pub fn ends_connection(&self) -> bool {
        matches!(
            self,
            Self::LineTooLong
                | Self::NotUtf8
                | Self::TooManyAttempts
                | Self::NotAWebServer
                | Self::Gone
                | Self::Io(_)
        )
    }

    /// What the client is told.
    pub fn line(&self) -> String {
        format!("! {self}\n")
    }

    /// The exit status of a program that ends with this: 1 for what the
    /// machine refused, 2 for arguments that were not understood.
    pub fn exit_status(&self) -> u8 {
        if matches!(self, Self::CannotListen(..) | Self::Io(_)) { 1 } else { 2 }
    }
}
