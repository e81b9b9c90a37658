//! Loads a chat server with clients, and says what each delivery cost.
//!
//! - `cli`, `error`: the command line, and what can go wrong; `shape`: a mode in numbers
//! - `target`: the servers; `child`: a process of one, started on its own cores (`affinity`)
//! - `protocol`: what they speak
//! - `client`, `engine`: the connections, all on one thread
//! - `mode`: what the clients do, and what is measured
//! - `tally`: who has seen what
//! - `process`: what a process costs
//! - `report`, `table`: the results, for programs and for people
//! - `floor`: the least a server has to do, to compare with
//! - [`plot`]: the results as pictures

mod affinity;
mod child;
mod cli;
mod client;
mod engine;
mod error;
mod floor;
mod mode;
pub mod plot;
mod process;
mod protocol;
mod report;
mod runs;
mod shape;
mod table;
mod tally;
mod target;

pub use cli::Cli;
pub use error::LoadError;
pub use report::{Latency, Report};
pub use runs::run;
