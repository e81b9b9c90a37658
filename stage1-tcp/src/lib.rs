//! An echo server, for one client at a time.
//!
//! - `server`: the listening socket
//! - `connection`: a socket as lines
//! - `login`: asking for a name
//! - `session`: what the server does with the lines of one client
//! - `types`: names, ids and addresses
//! - `error`: everything that can go wrong, and whom it concerns
//! - `log`: the log, and the line that says where the server listens

mod connection;
mod error;
mod log;
mod login;
mod server;
mod session;
mod types;

pub use error::ChatError;
pub use log::{announce, log};
pub use server::Server;
pub use types::{ListenAddr, UserName};
