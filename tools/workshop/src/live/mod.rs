//! `cargo workshop serve`: the book with servers that run.
//!
//! - `args`: what the command line understands
//! - `serve`: builds, listens, and ends with everything that it has started
//! - `site`: which address leads where; `assets`: what pages load; `guard`: who may ask
//! - `catalogue`: the stages and scenarios that may be named; `binaries`: their servers, built
//! - `limits`: how much of everything there may be
//! - `process`: one server; `seat`: one connection to it; `decoder`: its bytes as text
//! - `session`: the seats of one server and whoever watches; `wire`: what the page says and hears
//! - `cue`: the steps of a scenario, one by one; `player`: when each of them is due
//! - `figure`: a session of the book over a WebSocket; `pump`: a WebSocket as two channels
//! - `classroom`: one server for everybody; `pupil`: one of them; `progress`: who has passed what;
//!   `show`: a scenario on everybody's screen
//! - `token`: the secrets of a classroom; `announce`: what the terminal says of it

mod announce;
mod args;
mod assets;
mod binaries;
mod catalogue;
mod classroom;
mod cue;
mod decoder;
mod figure;
mod guard;
mod limits;
mod player;
mod process;
mod progress;
mod pump;
mod pupil;
mod seat;
mod serve;
mod session;
mod show;
mod site;
mod token;
mod wire;

pub use args::ServeArgs;
pub use progress::Report;
pub use serve::{Options, serve};
