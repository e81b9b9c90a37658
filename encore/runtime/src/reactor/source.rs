//! The readiness of one socket: what the driver says, what tasks wait for, and how neither
//! misses the other.
//!
//! epoll reports edges: it says once that a socket became readable, and no more until more comes
//! in. So the word `readiness` remembers what was said, and a task clears it when the system says
//! "would block". Between that answer and the clearing, a new edge may come in, and must not be
//! cleared away. Hence the tick: each report counts it up, and clearing with an old tick does
//! nothing.
//!
//! | task | driver |
//! |---|---|
//! | sees readable, tick 7 | |
//! | reads: would block | |
//! | | data came in: readable, tick 8 |
//! | clears readable of tick 7: too late, stays | |
//! | sees readable, tick 8, reads again | |
//!
//! Waiting is safe in the same way: the driver changes the word before it takes the lock and the
//! wakers, a task takes the lock, looks at the word again and then leaves its waker.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use slab::Slab;

use crate::coop;
use crate::loom::lock;
use crate::loom::sync::Mutex;
use crate::loom::sync::atomic::{
    AtomicUsize,
    Ordering::{AcqRel, Acquire},
};

pub(crate) const READABLE: usize = 1;
pub(crate) const WRITABLE: usize = 1 << 1;
/// No more will come: reading does not wait any more, it returns the end or an error.
pub(crate) const READ_CLOSED: usize = 1 << 2;
/// Writing does not wait any more: it fails.
pub(crate) const WRITE_CLOSED: usize = 1 << 3;
/// The runtime is gone, and nothing will ever be reported again.
pub(super) const ORPHANED: usize = 1 << 4;

/// The bits above count reports.
const TICK: usize = 1 << 5;

/// What a task can wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Read,
    Write,
}

impl Direction {
    /// What ends the wait.
    fn mask(self) -> usize {
        match self {
            Self::Read => READABLE | READ_CLOSED | ORPHANED,
            Self::Write => WRITABLE | WRITE_CLOSED | ORPHANED,
        }
    }

    /// What "would block" refutes. The end of a stream stays.
    fn clearable(self) -> usize {
        match self {
            Self::Read => READABLE,
            Self::Write => WRITABLE,
        }
    }
}

/// The readiness that a task has seen, to be cleared if it turns out to be outdated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    word: usize,
    direction: Direction,
}

/// See the module.
pub(crate) struct Source {
    readiness: AtomicUsize,
    waiters: Mutex<Waiters>,
}

/// A place for each wait that is under way, with its waker unless that was used.
#[derive(Default)]
struct Waiters {
    read: Slab<Option<Waker>>,
    write: Slab<Option<Waker>>,
}

impl Waiters {
    fn of(&mut self, direction: Direction) -> &mut Slab<Option<Waker>> {
        match direction {
            Direction::Read => &mut self.read,
            Direction::Write => &mut self.write,
        }
    }
}

impl Source {
    pub(super) fn new(readiness: usize) -> Self {
        Self { readiness: AtomicUsize::new(readiness), waiters: Mutex::default() }
    }

    /// A report: adds to the readiness, and collects the wakers of those who waited for it.
    pub(super) fn report(&self, ready: usize, wakers: &mut Vec<Waker>) {
        let mut word = self.readiness.load(Acquire);
        loop {
            let next = word.wrapping_add(TICK) | ready;
            match self.readiness.compare_exchange_weak(word, next, AcqRel, Acquire) {
                Ok(_) => break,
                Err(now) => word = now,
            }
        }
        let mut waiters = lock(&self.waiters);
        for direction in [Direction::Read, Direction::Write] {
            if ready & direction.mask() != 0 {
                let waiting = waiters.of(direction).iter_mut();
                wakers.extend(waiting.filter_map(|(_, waker)| waker.take()));
            }
        }
    }

    /// The readiness for this direction, if it is ready.
    pub(super) fn see(&self, direction: Direction) -> Option<io::Result<Seen>> {
        let word = self.readiness.load(Acquire);
        if word & ORPHANED != 0 {
            return Some(Err(io::Error::other("the runtime of this socket is gone")));
        }
        (word & direction.mask() != 0).then_some(Ok(Seen { word, direction }))
    }

    /// The system says "would block". Without effect if there was a report since.
    pub(crate) fn clear(&self, seen: Seen) {
        // If it fails, there was a report, or somebody else has cleared: both are fine, as nothing
        // but a report and a clearing changes the word.
        let mut word = seen.word;
        while word / TICK == seen.word / TICK {
            let next = word & !seen.direction.clearable();
            match self.readiness.compare_exchange_weak(word, next, AcqRel, Acquire) {
                Ok(_) => return,
                Err(now) => word = now,
            }
        }
    }

    /// Waits until the direction is ready, or was a moment ago.
    pub(crate) fn ready(&self, direction: Direction) -> Ready<'_> {
        Ready { source: self, direction, place: None }
    }
}

/// See [`Source::ready`]. Dropping it takes its waker back.
pub(crate) struct Ready<'a> {
    source: &'a Source,
    direction: Direction,
    /// Where the waker is.
    place: Option<usize>,
}

impl Future for Ready<'_> {
    type Output = io::Result<Seen>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (source, direction) = (self.source, self.direction);
        ready!(coop::poll_proceed(context));
        if let Some(seen) = source.see(direction) {
            return Poll::Ready(seen);
        }
        let waker = context.waker().clone();
        let mut waiters = lock(&source.waiters);
        if let Some(seen) = source.see(direction) {
            // The waker is dropped after the lock: that may run anything.
            drop(waiters);
            return Poll::Ready(seen);
        }
        let waiting = waiters.of(direction);
        let place = *self.place.get_or_insert_with(|| waiting.insert(None));
        let previous = waiting[place].replace(waker);
        drop(waiters);
        drop(previous);
        Poll::Pending
    }
}

impl Drop for Ready<'_> {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            let waker = lock(&self.source.waiters).of(self.direction).remove(place);
            drop(waker);
        }
    }
}
