//! What the runtime promises, one file for each kind of promise.

mod common;
mod fairness;
mod fairness_sync;
mod leaks;
mod net;
mod net_failures;
mod shutdown;
mod signals;
mod tasks;
mod tcp_socket;
mod timers;
mod unix;
mod wakes;
