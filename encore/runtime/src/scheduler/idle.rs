//! Which workers sleep, and whom to wake when there is work.
//!
//! Waking a thread costs more than most tasks, so it is done as seldom as will do:
//!
//! - While one worker searches the others' queues, nobody else is woken: it will find what was
//!   added. When it has found something and stops searching, it wakes the next one. So workers wake
//!   one after the other, as long as there is work for them.
//! - At most half of the workers search at a time, rounded up.
//!
//! # No wake-up is lost
//!
//! | who adds work | who goes to sleep |
//! |---|---|
//! | 1. puts it into a queue | 1. counts itself out in `state` |
//! | 2. fence | 2. fence |
//! | 3. reads `state`: does nobody search, does somebody sleep? | 3. looks into all queues once more |
//!
//! With both fences sequentially consistent, one of the two comes first. If the sleeper's does, the
//! other one finds it asleep and wakes it; if not, the sleeper finds the work.

use crate::loom::lock;
use crate::loom::sync::Mutex;
use crate::loom::sync::atomic::{
    AtomicUsize,
    Ordering::{AcqRel, Relaxed, SeqCst},
    fence,
};

/// One worker in the upper half of the state, the number of those awake.
const AWAKE: usize = 1 << 16;
/// One worker in the lower half, the number of those that search. They are awake too.
const SEARCHING: usize = 1;

pub(super) struct Idle {
    state: AtomicUsize,
    /// Who sleeps, by index. The number of those awake changes under its lock.
    sleepers: Mutex<Vec<usize>>,
    workers: usize,
}

fn searching(state: usize) -> usize {
    state % AWAKE
}

impl Idle {
    /// All workers are awake.
    pub(super) fn new(workers: usize) -> Self {
        let sleepers = Mutex::new(Vec::with_capacity(workers));
        Self { state: AtomicUsize::new(workers * AWAKE), sleepers, workers }
    }

    /// Work was added: whom to wake, if anybody. That worker counts as awake and searching.
    pub(super) fn worker_to_wake(&self) -> Option<usize> {
        fence(SeqCst);
        if !self.wants_another(self.state.load(Relaxed)) {
            return None;
        }
        let mut sleepers = lock(&self.sleepers);
        if !self.wants_another(self.state.load(Relaxed)) {
            return None;
        }
        let worker = sleepers.pop()?;
        self.state.fetch_add(AWAKE + SEARCHING, AcqRel);
        Some(worker)
    }

    fn wants_another(&self, state: usize) -> bool {
        searching(state) == 0 && state / AWAKE < self.workers
    }

    /// A worker is about to sleep. It must look into all queues after that.
    pub(super) fn sleep(&self, worker: usize, is_searching: bool) {
        let mut sleepers = lock(&self.sleepers);
        self.state.fetch_sub(AWAKE + if is_searching { SEARCHING } else { 0 }, AcqRel);
        sleepers.push(worker);
        drop(sleepers);
        fence(SeqCst);
    }

    /// A worker has woken by itself. False if somebody had chosen it before; then it is searching.
    pub(super) fn wake_self(&self, worker: usize) -> bool {
        let mut sleepers = lock(&self.sleepers);
        let Some(place) = sleepers.iter().position(|&sleeper| sleeper == worker) else {
            return false;
        };
        sleepers.swap_remove(place);
        self.state.fetch_add(AWAKE, AcqRel);
        true
    }

    pub(super) fn is_asleep(&self, worker: usize) -> bool {
        lock(&self.sleepers).contains(&worker)
    }

    /// Whether a worker may search. If so it counts as searching.
    pub(super) fn start_searching(&self) -> bool {
        if 2 * searching(self.state.load(Relaxed)) >= self.workers {
            return false;
        }
        self.state.fetch_add(SEARCHING, AcqRel);
        true
    }

    /// A worker has found something. True if it was the last to search: somebody else must be
    /// woken, as those who added work meanwhile relied on it.
    pub(super) fn stop_searching(&self) -> bool {
        searching(self.state.fetch_sub(SEARCHING, AcqRel)) == 1
    }
}
