//! Channels, the mutex, `select!` and `join!`, on no runtime at all: the tests poll by hand, or
//! block a thread on one future.

mod join;
mod mpsc;
mod mpsc_cancel;
mod mpsc_end;
mod mpsc_model;
mod mutex;
mod oneshot;
mod select;
mod select_flow;
mod support;
