//! A chat server with a thread for each client.
//!
//! - `server`: the listening socket
//! - `connection`: a socket as lines, in the state *greeting* or *chatting*
//! - `login`: asking for a name
//! - `session`: what the server does with the lines of one client
//! - `command`: what a line that starts with `/` asks for
//! - `filter`: looks at every message before anybody else does
//! - `chat`: who is here, in which room, and who hears what
//! - `batch`: what one client says in a row
//! - `room`: who is in a room and what was said last
//! - `slots`: storage by index, for users and rooms
//! - `listing`: lists that stay short
//! - `outbox`: what waits for one client
//! - `bell`: waking the writers without waiting for them
//! - `gauge`: how full an outbox is
//! - `writer`: writes what waits
//! - `pace`: slows down whoever talks faster than the room reads
//! - `refuse`: turning clients away
//! - `frame`: the read buffer, and the lines in it
//! - `text`: from the bytes of a line to text that is safe to show
//! - `config`: settings, checked before the server starts
//! - `types`: names, ids and addresses
//! - `error`: everything that can go wrong, and whom it concerns
//! - `log`: the log, and the line that says where the server listens

mod batch;
mod bell;
mod chat;
mod command;
mod config;
mod connection;
mod error;
mod filter;
mod frame;
mod gauge;
mod listing;
mod log;
mod login;
mod outbox;
mod pace;
mod refuse;
mod room;
mod server;
mod session;
mod slots;
mod text;
mod types;
mod writer;

pub use config::{ServerConfig, ServerConfigBuilder};
pub use error::ChatError;
pub use filter::{FilterAction, FilterRegistry};
pub use log::{announce, log};
pub use server::Server;
pub use types::{ListenAddr, RoomName, UserName};
