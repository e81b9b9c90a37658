//! Everything that can go wrong, and whom it concerns.

use std::io;

use thiserror::Error;

use crate::config::SETTINGS;
use crate::frame::MAX_LINE;
use crate::types::{ListenAddr, RoomName, UserName};

/// A user's mistake, the end of one connection, or the end of the program.
#[derive(Debug, Error)]
pub enum ChatError {
    #[error("invalid name: use 1 to 20 letters, digits, '-' or '_', starting with a letter")]
    InvalidName,
    #[error("name \"{0}\" is reserved")]
    ReservedName(UserName),
    #[error("name \"{0}\" is taken")]
    NameTaken(UserName),
    #[error("line too long: at most {MAX_LINE} bytes")]
    LineTooLong,
    #[error("not valid UTF-8")]
    NotUtf8,
    #[error("invalid room: use 1 to 20 of a-z, 0-9, '-' or '_'")]
    InvalidRoom,
    #[error("you are already in {0}")]
    AlreadyInRoom(RoomName),
    #[error("unknown command: {0} (try /help)")]
    UnknownCommand(String),
    #[error("usage: {0}")]
    Usage(&'static str),
    #[error("too many rooms")]
    TooManyRooms,
    #[error("no such user: {0}")]
    NoSuchUser(String),
    #[error("only the owner of {0} can kick")]
    NotOwner(RoomName),
    #[error("{0} is not in {1}")]
    NotInRoom(String, RoomName),
    #[error("you cannot kick yourself")]
    KickedSelf,
    #[error("message blocked: {0}")]
    Blocked(String),

    // From here on the connection ends as well.
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
    #[error("unknown setting {0:?}: expected one of {SETTINGS}")]
    UnknownSetting(String),
    #[error("bad value for {0}: expected {1}")]
    BadSetting(&'static str, String),
    #[error("unexpected argument {0:?}: expected [ADDR] [key=value ...]")]
    UnexpectedArgument(String),
    #[error("cannot listen on {0}: {1}")]
    CannotListen(ListenAddr, io::Error),
}

impl ChatError {
    /// Whether the connection cannot go on after this.
    pub fn ends_connection(&self) -> bool {
        matches!(self, Self::TooManyAttempts | Self::NotAWebServer | Self::Gone | Self::Io(_))
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
