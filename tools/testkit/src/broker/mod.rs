//! The behaviours of the broker chat: no login, no rooms, and nobody hears themselves. Each module
//! is one behaviour; [`broker_chat!`](crate::broker_chat) makes tests of all of them, so that
//! every server that speaks it is held to the same list.

pub mod agreement;
pub mod bad_input;
pub mod come_and_go;
pub mod crowd;
#[cfg(target_os = "linux")]
pub mod descriptors;
pub mod goodbye;
pub mod greedy;
mod guest;
mod list;
pub mod name_race;
#[cfg(unix)]
pub mod shutdown;
pub mod start;
pub mod stuck_reader;
#[cfg(unix)]
pub mod unix_socket;
