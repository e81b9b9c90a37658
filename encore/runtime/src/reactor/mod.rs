//! Sockets and epoll: which file descriptor can be read or written, and who waits for it.
//!
//! ```text
//!   task ── would block ──► Source: leaves its waker ◄── report ── Reactor ◄── epoll_wait
//!     ▲                                                               │
//!     └────────────────────────── wake ───────────────────────────────┘
//! ```
//!
//! A descriptor is registered once, for both directions and for edges. epoll gives back a number
//! with each event, in two halves: the key of the socket's `Source`, and which registration that
//! was. Between epoll's answer and the report, another thread may drop the socket and register a
//! new one, which gets the same key. The event of the old one must not reach it: most reports only
//! mean "try", but a hang-up stays, and the new socket's reader would try for ever.

mod evented;
#[cfg(all(test, loom))]
mod loom_tests;
mod source;

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use rustix::event::{EventfdFlags, Timespec, epoll, eventfd};
use rustix::io::Errno;
use slab::Slab;

pub(crate) use evented::Evented;
pub(crate) use source::Direction;
use source::{READ_CLOSED, READABLE, Source, WRITABLE, WRITE_CLOSED};

use crate::loom::lock;
use crate::loom::sync::Mutex;

/// The number that epoll gives back when `wake` was called.
const WAKE: u64 = u64::MAX;

/// A limit of the system call; an earlier return does no harm.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

/// How many events are fetched at a time.
const EVENTS: usize = 256;

/// See the module.
pub(crate) struct Reactor {
    epoll: OwnedFd,
    /// Writing to it ends a wait. Registered for edges, and each write is one, so nobody has to
    /// read it.
    wake: OwnedFd,
    sources: Mutex<Sources>,
}

#[derive(Default)]
struct Sources {
    /// Each with the number of its registration.
    by_key: Slab<(u32, Arc<Source>)>,
    /// Counts registrations. It may begin again: no event waits for so long.
    next: u32,
    closed: bool,
}

impl Sources {
    /// The key, and what epoll is to give back.
    fn insert(&mut self, source: Arc<Source>) -> (usize, u64) {
        let number = self.next;
        self.next = number.wrapping_add(1);
        let key = self.by_key.insert((number, source));
        (key, u64::from(number) << 32 | key as u64)
    }

    /// Whom an event is for. Nobody if it is `WAKE`, or comes too late.
    fn find(&self, data: u64) -> Option<&Source> {
        let key = usize::try_from(data & u64::from(u32::MAX)).ok()?;
        let (number, source) = self.by_key.get(key)?;
        (u64::from(*number) == data >> 32).then_some(source)
    }
}

impl Reactor {
    pub(crate) fn new() -> io::Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        let edges = epoll::EventFlags::IN | epoll::EventFlags::ET;
        epoll::add(&epoll, &wake, epoll::EventData::new_u64(WAKE), edges)?;
        Ok(Self { epoll, wake, sources: Mutex::default() })
    }

    /// Ends the wait that is under way, or the next one.
    pub(crate) fn wake(&self) {
        // It fails if the counter is full, after 2^64 wake-ups that nobody has read.
        let _ = rustix::io::write(&self.wake, &1_u64.to_ne_bytes());
    }

    /// Waits for events, at most so long, reports them to their sources, and collects whom to wake.
    pub(crate) fn turn(
        &self,
        timeout: Option<Duration>,
        wakers: &mut Vec<Waker>,
    ) -> io::Result<()> {
        // The system counts whole milliseconds, and `wait` rounds up to them.
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout.min(LONGEST)).ok());
        let mut space = [const { MaybeUninit::uninit() }; EVENTS];
        let events = match epoll::wait(&self.epoll, &mut space, timeout.as_ref()) {
            Ok((events, _)) => events,
            // Interrupted by a signal: as good as a wake-up.
            Err(Errno::INTR) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if events.is_empty() {
            return Ok(());
        }
        let sources = lock(&self.sources);
        for event in events {
            let (flags, data) = (event.flags, event.data.u64());
            if let Some(source) = sources.find(data) {
                source.report(readiness(flags), wakers);
            }
        }
        Ok(())
    }

    /// Registers a descriptor, which must not block. It is taken to have this readiness already.
    fn register(&self, fd: impl AsFd, readiness: usize) -> io::Result<(usize, Arc<Source>)> {
        let source = Arc::new(Source::new(readiness));
        let mut sources = lock(&self.sources);
        if sources.closed {
            return Err(io::Error::other("the runtime is gone"));
        }
        let (key, data) = sources.insert(Arc::clone(&source));
        drop(sources);
        let both = epoll::EventFlags::IN | epoll::EventFlags::OUT | epoll::EventFlags::RDHUP;
        let data = epoll::EventData::new_u64(data);
        if let Err(error) = epoll::add(&self.epoll, fd, data, both | epoll::EventFlags::ET) {
            self.forget(key);
            return Err(error.into());
        }
        Ok((key, source))
    }

    fn deregister(&self, fd: impl AsFd, key: usize) {
        // Closing the descriptor does the same, unless somebody has a duplicate of it.
        let _ = epoll::delete(&self.epoll, fd);
        self.forget(key);
    }

    fn forget(&self, key: usize) {
        let source = lock(&self.sources).by_key.try_remove(key);
        drop(source);
    }

    /// Nothing will be reported any more: wakes all who wait, to tell them.
    pub(crate) fn close(&self) {
        let mut wakers = Vec::new();
        let mut sources = lock(&self.sources);
        sources.closed = true;
        for (_, (_, source)) in &sources.by_key {
            source.report(source::ORPHANED, &mut wakers);
        }
        drop(sources);
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// What epoll's flags mean for reading and writing.
fn readiness(flags: epoll::EventFlags) -> usize {
    use epoll::EventFlags as Flags;
    [
        (Flags::IN, READABLE),
        (Flags::OUT, WRITABLE),
        (Flags::RDHUP, READ_CLOSED),
        (Flags::HUP, READ_CLOSED | WRITE_CLOSED),
        (Flags::ERR, READ_CLOSED | WRITE_CLOSED),
    ]
    .iter()
    .filter(|(flag, _)| flags.contains(*flag))
    .fold(0, |readiness, (_, bits)| readiness | bits)
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::os::unix::net::UnixStream;

    use super::*;
    use crate::Runtime;
    use crate::scheduler::context;

    #[test]
    fn an_event_that_comes_too_late_is_not_for_the_next_with_the_key() {
        let mut sources = Sources::default();
        let (key, old) = sources.insert(Arc::new(Source::new(0)));
        assert!(sources.find(old).is_some() && sources.find(WAKE).is_none());
        sources.by_key.remove(key);
        assert!(sources.find(old).is_none());
        let (same, new) = sources.insert(Arc::new(Source::new(0)));
        assert_eq!(same, key);
        assert!(sources.find(new).is_some());
        assert!(sources.find(old).is_none());
    }

    #[test]
    fn a_descriptor_is_forgotten_when_it_is_dropped_or_cannot_be_registered() {
        Runtime::new().unwrap().block_on(async {
            let shared = context::current();
            let known = || lock(&shared.driver.reactor.sources).by_key.len();
            let (one, other) = UnixStream::pair().unwrap();
            let sockets = [Evented::new(one), Evented::new(other)];
            assert_eq!(known(), 2);
            drop(sockets);
            assert_eq!(known(), 0);
            // epoll takes no ordinary files.
            assert!(Evented::new(std::fs::File::open("/proc/self/exe").unwrap()).is_err());
            assert_eq!(known(), 0);
        });
    }
}
