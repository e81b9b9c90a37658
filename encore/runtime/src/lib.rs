//! A multi-threaded async runtime, built by hand in readable pieces.

#![deny(unsafe_code)]

mod block_on;
mod coop;
mod driver;
mod loom;
pub mod net;
mod reactor;
mod scheduler;
#[expect(unsafe_code, reason = "what a signal handler may do is for us to know")]
pub mod signal;
mod task;
pub mod time;

pub use block_on::block_on;
pub use coop::{consume_budget, yield_now};
pub use scheduler::{Builder, Handle, Runtime, spawn};
pub use task::{AbortHandle, AbortOnDropHandle, JoinError, JoinHandle};
