//! The life of a task, in one atomic word.
//!
//! ```text
//!            wake                   start                   complete
//!   idle ──────────► scheduled ──────────────► running ───────────────► complete
//!    ▲                   ▲                      │    │ wake
//!    │ pause             │ pause                │    ▼
//!    └───────────────────┼──────────────────────┘  notified (running, to run again)
//!                        └─────────────────────────────┘
//! ```
//!
//! | state | bits | who may touch the future or its result |
//! |---|---|---|
//! | idle | none | nobody |
//! | scheduled | `NOTIFIED` | nobody: the task waits in a queue |
//! | running | `RUNNING` | the thread that started it |
//! | notified | `RUNNING`, `NOTIFIED` | the same |
//! | complete | `COMPLETE` | the `JoinHandle` while `JOIN` is set, else nobody |
//!
//! `CANCELLED` is a wish that goes with any of them: whoever runs the task next, or ends running
//! it, drops the future instead. `JOIN` says that somebody may still ask for the result. The bits
//! above these count references, so that one operation can change a state and give up a reference.
//!
//! Every change is a read-modify-write with acquire and release. All of them are on one word, so
//! each sees what was written before all the earlier ones. In particular [`State::wake`] writes
//! even if the task is already scheduled: the run that follows must see what its waker did before
//! it called, and a mere look at the word would not carry that over.

use crate::loom::sync::atomic::{
    AtomicUsize,
    Ordering::{AcqRel, Acquire, Relaxed},
};

/// A thread polls the future, or drops it.
const RUNNING: usize = 1;
/// The result is there, or was.
const COMPLETE: usize = 1 << 1;
/// It waits in a queue or, if it runs, has to run again.
const NOTIFIED: usize = 1 << 2;
/// It must not run any more.
const CANCELLED: usize = 1 << 3;
/// The `JoinHandle` lives.
const JOIN: usize = 1 << 4;
/// One reference.
const REFERENCE: usize = 1 << 5;

/// Past so many references somebody forgets them in a loop; the count must not wrap.
const MAX: usize = isize::MAX as usize;

/// See the module.
#[derive(Debug)]
pub(super) struct State(AtomicUsize);

/// What to do with a task that comes from a queue.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    Poll,
    Cancel,
    /// The runtime's shutdown was faster.
    Nothing,
}

/// What to do with a task whose poll was `Pending`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pause {
    /// The reference of the run is given up; if it was the last, free the task.
    Idle {
        last: bool,
    },
    /// It was woken meanwhile: the reference of the run goes back into a queue.
    Again,
    Cancel,
}

impl State {
    /// Scheduled, with three references: the queue's, the `JoinHandle`'s and the list's of all
    /// tasks.
    pub(super) fn new() -> Self {
        Self(AtomicUsize::new(NOTIFIED | JOIN | (3 * REFERENCE)))
    }

    /// scheduled → running
    pub(super) fn start(&self) -> Start {
        let previous = self.0.fetch_update(AcqRel, Acquire, |state| {
            (state & (RUNNING | COMPLETE) == 0).then_some((state & !NOTIFIED) | RUNNING)
        });
        match previous {
            Ok(state) if state & CANCELLED != 0 => Start::Cancel,
            Ok(_) => Start::Poll,
            Err(_) => Start::Nothing,
        }
    }

    /// running → idle, notified → scheduled; a cancelled task stays running.
    pub(super) fn pause(&self) -> Pause {
        let mut state = self.0.load(Acquire);
        loop {
            let (next, pause) = if state & CANCELLED != 0 {
                return Pause::Cancel;
            } else if state & NOTIFIED != 0 {
                (state & !RUNNING, Pause::Again)
            } else {
                let next = (state & !RUNNING) - REFERENCE;
                (next, Pause::Idle { last: next < REFERENCE })
            };
            match self.0.compare_exchange_weak(state, next, AcqRel, Acquire) {
                Ok(_) => return pause,
                Err(now) => state = now,
            }
        }
    }

    /// running → complete. True if nobody will ask for the result: the caller drops it.
    pub(super) fn complete(&self) -> bool {
        let previous = self.0.fetch_xor(RUNNING | COMPLETE, AcqRel);
        debug_assert!(previous & RUNNING != 0 && previous & COMPLETE == 0);
        previous & JOIN == 0
    }

    /// idle → scheduled, running → notified. True if the caller has to put the task into a queue.
    pub(super) fn wake(&self) -> bool {
        self.0.fetch_or(NOTIFIED, AcqRel) & (RUNNING | COMPLETE | NOTIFIED) == 0
    }

    /// Asks for the end of the task. True if the caller has to put it into a queue.
    pub(super) fn cancel(&self) -> bool {
        let mut state = self.0.load(Acquire);
        loop {
            let idle = state & (RUNNING | COMPLETE | NOTIFIED) == 0;
            let next = state | CANCELLED | if idle { NOTIFIED } else { 0 };
            match self.0.compare_exchange_weak(state, next, AcqRel, Acquire) {
                Ok(_) => return idle,
                Err(now) => state = now,
            }
        }
    }

    /// idle or scheduled → running, to be cancelled by the caller, if true. A queue may still
    /// hold the task; its `start` will say `Nothing`. A task that runs is cancelled when its poll
    /// ends.
    pub(super) fn claim(&self) -> bool {
        let mut state = self.0.load(Acquire);
        loop {
            let free = state & (RUNNING | COMPLETE) == 0;
            let next = state | CANCELLED | if free { RUNNING } else { 0 };
            match self.0.compare_exchange_weak(state, next, AcqRel, Acquire) {
                Ok(_) => return free,
                Err(now) => state = now,
            }
        }
    }

    /// The `JoinHandle` goes. True if the result is there: the caller drops it.
    pub(super) fn leave(&self) -> bool {
        let previous = self.0.fetch_update(AcqRel, Acquire, |state| {
            (state & COMPLETE == 0).then_some(state & !JOIN)
        });
        previous.is_err()
    }

    pub(super) fn is_complete(&self) -> bool {
        self.0.load(Acquire) & COMPLETE != 0
    }

    /// One reference more. Relaxed will do: whoever makes it has one, so it cannot be the first.
    pub(super) fn retain(&self) {
        if self.0.fetch_add(REFERENCE, Relaxed) > MAX {
            std::process::abort();
        }
    }

    /// One reference less. True if it was the last: the caller frees the task.
    pub(super) fn release(&self) -> bool {
        let previous = self.0.fetch_sub(REFERENCE, AcqRel);
        debug_assert!(previous >= REFERENCE);
        previous < 2 * REFERENCE
    }
}
