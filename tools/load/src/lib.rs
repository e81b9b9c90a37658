//! Loads a chat server with clients, and says what each delivery cost.

mod report;

pub use report::{Latency, Report};
