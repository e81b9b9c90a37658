//! Where a thread waits for the outside world: for sockets and for timers at once.
//!
//! There is no thread of its own for that. A worker that has nothing to do takes the driver, if
//! nobody else has it, and waits in there. What becomes ready then lands in its own queue, so that
//! a request that comes in on a socket is answered without a second thread.

use std::io;
use std::sync::Arc;
use std::task::Waker;
use std::time::{Duration, Instant};

use crate::loom::sync::{Mutex, MutexGuard};
use crate::reactor::Reactor;
use crate::task::hush;
use crate::time::Timers;

pub(crate) struct Driver {
    pub(crate) reactor: Reactor,
    pub(crate) timers: Timers,
    /// Held by the thread that is in the driver: whom it is going to wake.
    wakers: Mutex<Vec<Waker>>,
}

/// The right to wait in the driver.
pub(crate) struct Turn<'a> {
    driver: &'a Driver,
    wakers: MutexGuard<'a, Vec<Waker>>,
}

impl Driver {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { reactor: Reactor::new()?, timers: Timers::new(), wakers: Mutex::default() })
    }

    /// Takes the driver if nobody has it.
    pub(crate) fn try_turn(&self) -> Option<Turn<'_>> {
        self.wakers.try_lock().ok().map(|wakers| Turn { driver: self, wakers })
    }

    /// Ends the turn that is under way, or the next one.
    pub(crate) fn wake(&self) {
        self.reactor.wake();
    }

    /// Nobody will take a turn any more.
    pub(crate) fn close(&self) {
        self.reactor.close();
        self.timers.close();
    }

    /// A timer, which wakes whoever is in the driver if it comes first.
    pub(crate) fn set_timer(self: &Arc<Self>, deadline: Instant, waker: Waker) -> u64 {
        let (id, first) = self.timers.insert(deadline, waker);
        if first {
            self.wake();
        }
        id
    }
}

impl Turn<'_> {
    /// Waits until something happens.
    pub(crate) fn wait(self) {
        let timeout = self.driver.timers.sleep();
        self.run(timeout);
    }

    /// Handles what has happened.
    pub(crate) fn look(self) {
        self.run(Some(Duration::ZERO));
    }

    fn run(mut self, timeout: Option<Duration>) {
        let wakers = &mut *self.wakers;
        if let Err(error) = self.driver.reactor.turn(timeout, wakers) {
            panic!("a runtime cannot wait for its own epoll: {error}");
        }
        self.driver.timers.expire(wakers);
        for waker in wakers.drain(..) {
            // A foreign waker may panic. Nobody here can help it, and those after it wait.
            hush(|| waker.wake());
        }
    }
}
