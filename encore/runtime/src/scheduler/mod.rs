//! Worker threads, and what makes them share the work.
//!
//! ```text
//!   spawn or wake on a worker                 spawn or wake elsewhere
//!          │                                           │
//!          ▼                                           ▼
//!     slot `next` ──► own queue ── half, when full ─► injector
//!          │              │  ▲                         │
//!          ▼              ▼  └──── a share ────────────┤
//!        ┌───────── worker ─────────┐                  │
//!        │ runs one task at a time  │ ◄────────────────┘
//!        └──────────────────────────┘ ◄── half of another worker's queue
//! ```
//!
//! | module | lesson |
//! |---|---|
//! | `queue` | a ring that one fills and all empty, without a lock |
//! | `injector` | a list behind a lock, where it does not hurt |
//! | `idle` | who sleeps, who searches, and how no wake-up is lost between them |
//! | `parker` | how a thread sleeps, on a condition variable or in the driver |
//! | `worker` | the loop |
//! | `context` | how `spawn` finds the runtime |

pub(crate) mod context;
mod idle;
mod injector;
#[cfg(all(test, loom))]
#[expect(unsafe_code, reason = "to be queued, what is tested has to be a pointer")]
mod loom_tests;
mod parker;
#[expect(unsafe_code, reason = "tasks are raw pointers while they wait in atomic slots")]
mod queue;
mod runtime;
mod shared;
mod worker;

pub(crate) use parker::Parker;
pub use runtime::{Builder, Handle, Runtime, spawn};
