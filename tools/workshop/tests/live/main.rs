//! `cargo workshop serve` over real sockets: who may ask, how much there may be, and what a
//! session, a dead server and a classroom are like.

mod classroom;
mod doors;
mod host;
mod limits;
mod page;
mod reports;
mod sessions;
mod vendored;
