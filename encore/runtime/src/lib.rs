//! A multi-threaded async runtime, built by hand in readable pieces.
//!
//! ```
//! use runtime::net::{TcpListener, TcpStream};
//!
//! # fn main() -> std::io::Result<()> {
//! runtime::Runtime::new()?.block_on(async {
//!     let listener = TcpListener::bind("127.0.0.1:0").await?;
//!     let address = listener.local_addr()?;
//!     let server = runtime::spawn(async move {
//!         let (mut stream, _) = listener.accept().await?;
//!         stream.write_all(b"hello").await
//!     });
//!     let mut buffer = [0; 5];
//!     TcpStream::connect(address).await?.read(&mut buffer).await?;
//!     assert_eq!(&buffer, b"hello");
//!     server.await.map_err(std::io::Error::other)?
//! })
//! # }
//! ```
//!
//! # How the pieces fit together
//!
//! ```text
//!   spawn ──► task ──► scheduler ──► worker ── polls ──► future
//!              ▲          ▲                                │ not ready: leaves its waker
//!              │ wake     │ queues the task                ▼
//!              └──────────┴───── driver ◄──────── reactor (sockets), timers
//! ```
//!
//! Each piece is a lesson, and says in its own documentation how it works. In this order they can
//! be read without looking ahead:
//!
//! | module | lesson |
//! |---|---|
//! | `block_on` | the smallest executor: poll, sleep, poll again |
//! | `task` | a future on the heap, its life in one atomic word, wakers by hand |
//! | `scheduler` | worker threads, queues that can be stolen from, sleeping and waking |
//! | `driver`, `reactor` | epoll, and readiness that is not lost |
//! | [`time`] | timers in a sorted map |
//! | [`net`], [`signal`] | what can be waited for |
//! | `coop` | why a loop that never waits still lets others run |
//! | `loom` | how the protocols are checked |
//!
//! # Beside tokio
//!
//! Names are tokio's where the thing is the same. What differs:
//!
//! | | here | tokio |
//! |---|---|---|
//! | `timeout` and `sleep` | take [`std::time::Instant`] | an `Instant` of their own, which tests can stop |
//! | reading and writing | methods of sockets | traits, with adapters |
//! | `lookup_host`, and names in the place of addresses | blocks the thread | on a thread for blocking work, of which there are none here |
//! | `shutdown` of a write half | a plain call | a future |
//! | timers | a sorted map, to a millisecond | a hierarchical wheel, to a millisecond |
//! | systems | Linux | many |
//!
//! As with tokio, a task that blocks its thread holds up others: those in its worker's slot, and
//! while no other worker is in the driver, every timer and socket.

#![deny(unsafe_code)]

#[cfg(not(target_os = "linux"))]
compile_error!("this runtime is made of Linux's epoll, and runs nowhere else");

mod block_on;
mod coop;
mod driver;
mod join;
mod loom;
pub mod net;
mod reactor;
mod scheduler;
#[doc(hidden)]
pub mod select;
#[expect(unsafe_code, reason = "what a signal handler may do is for us to know")]
pub mod signal;
pub mod sync;
mod task;
pub mod time;

pub use block_on::block_on;
pub use coop::{consume_budget, yield_now};
pub use scheduler::{Builder, Handle, Runtime, spawn};
pub use task::{AbortHandle, AbortOnDropHandle, JoinError, JoinHandle};
