//! Timers: sleep, timeout, interval.
//!
//! A timer is an entry in a sorted map behind a lock, with the waker of who waits. Whoever is in
//! the driver waits no longer than until the first of them. Resolution is a millisecond, as that
//! is what epoll counts in; a timer never runs out early.

mod interval;
mod sleep;
mod timeout;
mod timers;

pub use interval::{Interval, MissedTickBehavior, interval, interval_at};
pub use sleep::{Sleep, sleep, sleep_until};
pub use timeout::{Elapsed, timeout, timeout_at};
pub(crate) use timers::Timers;
