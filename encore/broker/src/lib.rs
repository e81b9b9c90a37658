//! A chat server in which one task owns all state and nobody locks.
//!
//! - `server`: lets clients in, and ends
//! - `listeners`, `listen`, `unix`: what it listens on
//! - `client`: a task for each client, one `select!` over socket and inbox
//! - `errand`: what it sends the broker for, and how that comes back
//! - `speech`: from the lines of a client to what the broker is asked for
//! - `command`: what a line that starts with `/` asks for
//! - `seat`: a client's place in the chat, and its way to the broker
//! - `outbox`: what still has to be written to a client
//! - `request`: what clients and the broker say to each other
//! - `broker`: the task that owns the chat
//! - `pace`: slows down whoever talks faster than others read
//! - `members`: who is in it
//! - `window`: how much waits for each of them
//! - `socket`: a connection of either kind
//! - `frame`: the read buffer, and the lines in it
//! - `text`: from the bytes of a line to text that is safe to show
//! - `shutdown`: the signals that end the server
//! - `config`: what the command line says
//! - `types`: names, ids and addresses
//! - `error`: everything that can go wrong, and whom it concerns
//! - `log`: the log, and the lines that say where the server listens
//!
//! # The way of a message
//!
//! ```text
//! socket ─► speech ─► mailbox (64) ─► broker ─┬─► inbox ─► outbox ─► socket
//!             ▲                               ├─► inbox ─► outbox ─► socket
//!             └────── "done", in the inbox ◄──┘
//! ```
//!
//! A client has one request under way at a time, and reads nothing from its
//! socket meanwhile. So each sender waits for its own message to be delivered
//! before it says more. Beside that, it reports what was written, and leaves.
//!
//! `/who` and `/nick` are answered through a oneshot channel. That answer alone
//! could overtake what is in the inbox, or be overtaken: a list of names would
//! then contradict the notices around it. So a delivery says in which place of
//! its text the request was done, and there the answer is shown.
//!
//! # What it needs of a runtime
//!
//! Little, so that it can be had from another one: `spawn`, `select!`,
//! `yield_now`, bounded `mpsc` (`send`, `try_send`, `recv`, `try_recv`,
//! `is_closed`), `oneshot` (`send`, `try_recv`), `sleep` and `timeout`,
//! `TcpListener` and `UnixListener` (`bind`, `accept`), their streams
//! (`readable`, `writable`, `try_read`, `try_write_vectored`, `shutdown`), and
//! signals. Of tokio these are the features `io-util` (for `shutdown`),
//! `macros`, `net`, `rt-multi-thread`, `signal`, `sync` and `time`. Only
//! `listen` asks for more: `TcpSocket` and `lookup_host`, to set the size of
//! buffers before anybody connects. Only `main` makes a runtime.

mod broker;
mod client;
mod command;
mod config;
mod errand;
mod error;
mod frame;
mod listen;
mod listeners;
mod log;
mod members;
mod outbox;
mod pace;
mod request;
mod seat;
mod server;
mod shutdown;
mod socket;
mod speech;
mod text;
mod types;
#[cfg(unix)]
mod unix;
mod window;

pub use config::{ServerConfig, USAGE};
pub use error::ChatError;
pub use log::{announce, log};
pub use server::Server;
pub use types::{ListenAddr, UserName};
