//! Loads a chat server with clients, and says what each delivery cost.

pub mod plot;
mod report;

pub use report::{Latency, Report};
