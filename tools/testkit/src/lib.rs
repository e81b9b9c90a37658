//! Starts a chat server as a child process and talks to it the way people do: over a socket,
//! one line at a time.
//!
//! - [`Server`] is a running binary on a free port, killed when it is dropped.
//! - [`Client`] is one connection; every wait has a time-out, and a failure prints what went
//!   over the wire.
//! - [`scenario`] replays terminal sessions written as text files.
//! - [`ledger`] holds the list of features, and which stage shows each of them.
//! - [`behaviour`] holds what no transcript can: one module for each behaviour.
//! - [`broker`] is the same for the broker chat, which has no login and no rooms.
//! - `guard` counts what a delivery costs (on Linux).
//! - [`escape`] writes any bytes as readable text and back.

pub mod behaviour;
pub mod broker;
mod client;
pub mod escape;
mod exit;
mod expect;
#[cfg(target_os = "linux")]
pub mod guard;
pub mod ledger;
mod login;
#[cfg(target_os = "linux")]
mod measure;
mod pipe;
pub mod scenario;
mod sender;
mod server;
mod signal;
mod wire;

pub use client::Client;
pub use exit::run_to_exit;
pub use login::{DEFAULT_MOTD, PROMPT};
pub use sender::Sender;
pub use server::Server;
pub use signal::Signal;
pub use wire::Received;

use std::time::Duration;

/// How long an operation may take before it counts as failed: far more than a server on a busy
/// machine needs, so that only a real fault reaches it.
pub const PATIENCE: Duration = Duration::from_secs(10);
