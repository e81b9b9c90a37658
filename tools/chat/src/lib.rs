//! Clients for a chat server: one for people at a terminal, one for pipes and screen readers,
//! and a crowd of bots.
//!
//! What comes from the server goes through `text`, so that nothing acts on the terminal, `line`,
//! which tells who said it, and `presence`, which keeps who is here; `pane` keeps it for reading
//! back, and `app` decides what follows. None of these touches a socket or a terminal: `net` owns
//! the one, `screen` the other, and `tui` carries events from both to the app.

mod address;
mod app;
mod backoff;
mod bots;
mod cli;
mod compose;
mod error;
mod history;
mod line;
mod lines;
mod net;
mod palette;
mod pane;
mod plain;
mod presence;
mod screen;
mod text;
mod tui;
mod view;
mod wrap;

pub use bots::{BotsCli, run as run_bots};
pub use cli::Cli;
pub use error::{ClientError, report};
pub use screen::Screen;
