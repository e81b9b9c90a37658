//! A chat server with rooms and users.
//!
//! - `server`: the listening socket
//! - `connection`: a socket as lines
//! - `login`: asking for a name
//! - `session`: what the server does with the lines of one client
//! - `chat`: who is here, in which room, and who hears what
//! - `room`: who is in a room and what was said last
//! - `slots`: storage by index, for users and rooms
//! - `outbox`: what waits for one client
//! - `types`: names, ids and addresses
//! - `error`: everything that can go wrong, and whom it concerns
//! - `log`: the log, and the line that says where the server listens

mod chat;
mod connection;
mod error;
mod log;
mod login;
mod outbox;
mod room;
mod server;
mod session;
mod slots;
mod types;

pub use error::ChatError;
pub use log::{announce, log};
pub use server::Server;
pub use types::{ListenAddr, UserName};
