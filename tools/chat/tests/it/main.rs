//! The clients against real servers, in a terminal or behind pipes: a module for each behaviour.

#[cfg(unix)]
mod bots;
#[cfg(unix)]
mod leave;
mod plain;
#[cfg(unix)]
mod reconnect;
mod stages;
#[cfg(unix)]
mod talk;
#[cfg(unix)]
mod tty;

/// The client.
const CHAT: &str = env!("CARGO_BIN_EXE_chat");
