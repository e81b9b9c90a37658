//! How much of everything there may be.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The longest message from a page, in bytes: a line far longer than any stage takes.
pub const MESSAGE: usize = 16 * 1024;

/// The longest report of a check, in bytes.
pub const REPORT: usize = 64 * 1024;

/// Messages that wait for a page or for a session, before whoever sends them has to wait.
pub const WAITING: usize = 64;

/// How long a page may take to accept a message, or to answer a ping.
pub const STALL: Duration = Duration::from_secs(20);

/// How often a page is asked whether it is there.
pub const PING: Duration = Duration::from_secs(10);

/// How long a session may stand still before its server is stopped.
pub const IDLE: Duration = Duration::from_mins(20);

/// How long a new socket may take to show its token.
pub const INTRODUCTION: Duration = Duration::from_secs(10);

/// What is handed out and has to be given back.
#[derive(Debug, Clone)]
pub struct Limits {
    processes: Arc<Semaphore>,
    sockets: Arc<Semaphore>,
}

impl Limits {
    pub fn new(processes: usize, sockets: usize) -> Self {
        let of = |count: usize| Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS)));
        Self { processes: of(processes), sockets: of(sockets) }
    }

    /// The right to run one more server, until it is dropped.
    pub fn process(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.processes).try_acquire_owned().ok()
    }

    /// The right to one more socket, until it is dropped.
    pub fn socket(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.sockets).try_acquire_owned().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_can_be_had_again() {
        let limits = Limits::new(1, 1);
        let held = limits.process();
        assert!(held.is_some() && limits.process().is_none());
        drop(held);
        assert!(limits.process().is_some());
    }
}
