//! What can go wrong, in words for the person at the keyboard.

use std::io;
use std::net::SocketAddr;

use thiserror::Error;

/// Why there is no report.
#[derive(Debug, Error)]
pub enum LoadError {
    #[error("unknown server \"{0}\": give ADDR:PORT of a running one, or one of {1}")]
    UnknownServer(String, String),
    #[error("a server at an address needs --protocol chat, broker, irc, nats, plain or others")]
    NoProtocol,
    #[error("cannot start {0}: {1}{2}")]
    CannotStart(String, String, &'static str),
    #[error("{0} does not listen{1}")]
    NotReady(String, String),
    #[error("cannot listen on {0}: {1}")]
    CannotListen(SocketAddr, io::Error),
    #[error("cannot connect to {0}: {1}")]
    CannotConnect(String, io::Error),
    #[error(
        "only {0} of {1} clients could log in: the server closed the connection or did not answer"
    )]
    LoginStalled(usize, usize),
    #[error("only {0} of {1} clients could log in; the server said: {2}")]
    Refused(usize, usize, String),
    #[error("{0} is not for the protocol {1}")]
    WrongProtocol(&'static str, &'static str),
    #[error("{0} is from {1} to {2}")]
    OutOfRange(&'static str, usize, usize),
    #[error("{0} clients need more descriptors than the limit of {1}: raise it with ulimit -n")]
    TooManyClients(usize, u64),
    #[error("{0}")]
    Failed(String),
    #[error("cannot write {0}: {1}")]
    CannotWrite(String, io::Error),
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl LoadError {
    /// The exit status of a program that ends with this: 2 for what was asked for in the wrong
    /// way, 1 for what the machine or the server refused.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::UnknownServer(..)
            | Self::NoProtocol
            | Self::WrongProtocol(..)
            | Self::OutOfRange(..) => 2,
            _ => 1,
        }
    }
}
