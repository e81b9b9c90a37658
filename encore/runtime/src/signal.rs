//! Signals, as something to wait for.
//!
//! A signal handler may interrupt any code, so it may do next to nothing: take no lock, allocate no
//! memory. Ours writes to an eventfd, which is one system call; the reactor sees that it can be read.

use std::fmt;
use std::io;
use std::os::fd::OwnedFd;
use std::os::raw::c_int;
use std::sync::Arc;

use rustix::event::{EventfdFlags, eventfd};
use signal_hook_registry::{FORBIDDEN, SigId, register, unregister};

use crate::reactor::{Direction, Evented};

/// Which signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignalKind(c_int);

impl SignalKind {
    /// SIGINT: Ctrl-C.
    pub const fn interrupt() -> Self {
        Self(rustix::process::Signal::INT.as_raw())
    }

    /// SIGTERM: what `kill` sends unless told otherwise.
    pub const fn terminate() -> Self {
        Self(rustix::process::Signal::TERM.as_raw())
    }

    /// Any other, by its number.
    pub const fn from_raw(number: i32) -> Self {
        Self(number)
    }
}

/// Receives a signal. From the first of them on, the signal does not end the process any more,
/// also after all of them are dropped.
pub struct Signal {
    id: SigId,
    /// Counts signals that have come in and were not received yet.
    count: Evented<Arc<OwnedFd>>,
}

/// Starts to listen for a signal. Fails for those that cannot be caught.
///
/// # Panics
/// Outside of a runtime.
pub fn signal(kind: SignalKind) -> io::Result<Signal> {
    if FORBIDDEN.contains(&kind.0) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let count = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
    let ours = Evented::new(Arc::clone(&count))?;
    let handler = move || {
        // It fails if the counter is full: then there is something to receive already.
        let _ = rustix::io::write(&count, &1_u64.to_ne_bytes());
    };
    // SAFETY: the handler makes one system call and nothing else. The registry keeps `errno`, and
    // drops the handler's `Arc` outside of handlers.
    let id = unsafe { register(kind.0, handler) }?;
    Ok(Signal { id, count: ours })
}

impl Signal {
    /// Waits for the signal. Several that came in since the last call count as one.
    pub async fn recv(&mut self) -> io::Result<()> {
        let mut count = [0; size_of::<u64>()];
        let read = |fd: &Arc<OwnedFd>| Ok(rustix::io::read(fd, &mut count)?);
        self.count.run(Direction::Read, read).await.map(drop)
    }
}

impl Drop for Signal {
    fn drop(&mut self) {
        unregister(self.id);
    }
}

impl fmt::Debug for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signal").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Waits for Ctrl-C. From the first call on, Ctrl-C does not end the process any more.
///
/// # Panics
/// When polled outside of a runtime.
pub async fn ctrl_c() -> io::Result<()> {
    signal(SignalKind::interrupt())?.recv().await
}
