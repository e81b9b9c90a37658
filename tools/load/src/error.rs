//! What can go wrong, in words for the person at the keyboard.

use std::io;

use thiserror::Error;

/// Why there is no report.
#[derive(Debug, Error)]
pub enum LoadError {
    #[error("unknown server \"{0}\": give ADDR:PORT of a running one, or one of {1}")]
    UnknownServer(String, String),
    #[error("a server at an address needs --protocol chat, broker, irc, nats or plain")]
    NoProtocol,
    #[error("cannot start {0}: {1}{2}")]
    CannotStart(String, String, &'static str),
    #[error("{0} did not say where it listens within {1} s")]
    NotReady(String, u64),
    #[error("cannot connect to {0}: {1}")]
    CannotConnect(String, io::Error),
    #[error(
        "only {0} of {1} clients could log in: the server closed the connection or did not answer"
    )]
    LoginStalled(usize, usize),
    #[error("{0} is not for the protocol {1}")]
    WrongProtocol(&'static str, &'static str),
    #[error("--clients is from 1 to {0}")]
    ClientCount(usize),
    #[error("--size is at least {0}: a message carries its sender and its number")]
    TooSmall(usize),
    #[error("{0} clients need more descriptors than the limit of {1}: raise it with ulimit -n")]
    TooManyClients(usize, u64),
    #[error("{0}")]
    Failed(String),
    #[error("cannot write {0}: {1}")]
    CannotWrite(String, io::Error),
    #[error(transparent)]
    Io(#[from] io::Error),
}
