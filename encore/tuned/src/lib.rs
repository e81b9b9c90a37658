//! The chat server of stage 6, tuned until the system is what costs most.
//!
//! - `server`: the listening socket
//! - `connection`: a socket as lines, in the state *greeting* or *chatting*
//! - `login`: asking for a name
//! - `session`: what the server does with the lines of one client
//! - `command`: what a line that starts with `/` asks for
//! - `filter`: looks at every message before anybody else does
//! - `async_filter`: filters that may wait
//! - `chat`: who is here, in which room, and who hears what
//! - `batch`: what one client says in a row
//! - `room`: who is in a room
//! - `history`: what was said last in it
//! - `slots`: storage by index, for users and rooms
//! - `listing`: lists that stay short
//! - `feed`: a room's journal and those who hear it
//! - `journal`: everything that is said in a room, written down once
//! - `outbox`: what waits for one client, and the socket that it goes to
//! - `desk`: notes for one client, and how much waits
//! - `pen`: what one client has still to get, in its order
//! - `pace`: slows down whoever talks faster than the room reads
//! - `guest_names`: names for those who do not choose one
//! - `guests`: how many connections come from one address
//! - `refuse`: turning clients away
//! - `wire`: a socket, encrypted or not
//! - `tls`: the certificate and the handshake
//! - `socket`: reads and writes that do not ask twice
//! - `frame`: the read buffer, and the lines in it
//! - `line`: from a line to what is still to be done about it
//! - `text`: from the bytes of a line to text that is safe to show
//! - `shutdown`: the signals that end the server, and what they lead to
//! - `metrics`: what those who watch the server can ask
//! - `listen`: a listening socket
//! - `config`: settings, checked before the server starts
//! - `settings`: their names
//! - `sources`: where they come from
//! - `config_file`: the file that they can be in
//! - `cli`: the command line
//! - `types`: names, ids and addresses
//! - `error`: everything that can go wrong, and whom it concerns
//! - `log`: the log, in the background, and the line that says where the server listens

mod async_filter;
mod batch;
mod chat;
mod cli;
mod command;
mod config;
mod config_file;
mod connection;
mod desk;
mod error;
mod feed;
mod filter;
mod frame;
mod guest_names;
mod guests;
mod history;
mod journal;
mod line;
mod listen;
mod listing;
mod log;
mod login;
mod metrics;
mod outbox;
mod pace;
mod pen;
mod refuse;
mod room;
mod server;
mod session;
mod settings;
mod shutdown;
mod slots;
mod socket;
mod sources;
mod text;
mod tls;
mod types;
mod wire;

pub use async_filter::AsyncFilter;
pub use cli::Wish;
pub use config::{ServerConfig, ServerConfigBuilder};
pub use error::ChatError;
pub use filter::{FilterAction, FilterRegistry};
pub use log::{Log, announce, complain, print};
pub use server::Server;
pub use types::{ListenAddr, RoomName, UserName};
