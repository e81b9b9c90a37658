//! `cargo workshop`: tools for readers, instructors and the project's own tests.
//!
//! - `cli`: what the command line understands
//! - `bench`: the servers beside each other, and beside others
//! - `book`: the book, and whether it is true
//! - `prove`: what the book shows, compiled, run and replayed
//! - `learn`: a server of one's own, checked against the course
//! - `live`: the book with servers that run, and classrooms
//! - `workspace`: where the stages are
//! - `step`: two stages side by side, file by file
//! - `noise`: changed lines that teach nothing
//! - `edit`: a changed file while noise is looked for
//! - `tokens`: just enough of Rust's grammar to tell a rename from another change
//! - `report`: the difference as text
//! - `paint`: colours, for terminals only
//! - `date`: the time of day, for what is kept
//! - `error`: what stops a command

mod bench;
mod book;
mod cli;
mod date;
mod edit;
mod error;
mod learn;
mod live;
mod noise;
mod paint;
mod prove;
mod report;
mod step;
mod tokens;
mod workspace;

pub use cli::Cli;
pub use error::WorkshopError;
pub use learn::stand_in;
pub use noise::{NoiseKind, NoiseLine};
pub use step::{BUDGET, FileChange, NOISE_PERCENT, Status, Step, Totals};
pub use workspace::{Sources, Workspace};
