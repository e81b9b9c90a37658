//! A worker thread: what it runs next, and what it does when there is nothing to run.
//!
//! It looks for work in this order:
//!
//! | where | why |
//! |---|---|
//! | the slot `next`, a few times in a row at most | what was just woken has its data in the cache |
//! | its own queue | nobody else writes to it |
//! | the injector | what other threads left |
//! | the driver, without waiting there, and then the tasks that gave way | they asked to be last |
//! | half of another worker's queue | rather than sleep |
//!
//! Every now and then it looks at the injector first, and at the driver even though it is busy: so
//! tasks that wake themselves for ever keep neither new tasks nor sockets and timers waiting, nor
//! those that gave way.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use super::context;
use super::queue::Local;
use super::shared::Shared;
use crate::coop;
use crate::task::Notified;

/// So many turns between two looks at the driver.
const DRIVER_INTERVAL: u32 = 61;

/// So many turns between two looks at the injector before all else.
const INJECTOR_INTERVAL: u32 = 31;

/// How often in a row the slot goes first. Two tasks that wake each other would otherwise keep
/// the queue waiting for ever.
const SLOT_LIMIT: u32 = 16;

/// What only the worker's own thread touches, but from within its tasks too.
pub(super) struct Core {
    pub(super) index: usize,
    queue: Local<Notified>,
    /// The task that was woken last. Thieves do not get at it.
    next: Cell<Option<Notified>>,
    /// The worker is in the driver, to wait or to look, and will see to its queue itself.
    in_driver: Cell<bool>,
}

impl Core {
    fn new(index: usize, queue: Local<Notified>) -> Self {
        Self { index, queue, next: Cell::new(None), in_driver: Cell::new(false) }
    }

    /// A task was woken or spawned on this thread.
    ///
    /// While it alone waits, nobody else is woken: the worker itself will be free in a moment, and
    /// a message passed to and fro stays on one thread. What the driver brings in goes into the
    /// queue in its order, to be seen to when the worker is out of there.
    pub(super) fn schedule(&self, task: Notified, shared: &Shared) {
        if self.in_driver.get() {
            self.queue.push(task, &shared.injector);
        } else if let Some(previous) = self.next.replace(Some(task)) {
            self.queue.push(previous, &shared.injector);
            shared.wake_worker();
        }
    }

    /// A task was woken while it ran: it has to wait for its turn.
    fn reschedule(&self, task: Notified, shared: &Shared) {
        let crowded = self.has_next() || self.queue.len() > 0;
        self.queue.push(task, &shared.injector);
        if crowded {
            shared.wake_worker();
        }
    }

    fn has_next(&self) -> bool {
        let next = self.next.take();
        let has = next.is_some();
        self.next.set(next);
        has
    }
}

struct Worker {
    shared: Arc<Shared>,
    core: Rc<Core>,
    tick: u32,
    /// Tasks that gave way. They go into the queue after what the driver brings.
    gave_way: Vec<Notified>,
    /// How often in a row the slot went first.
    slot_streak: u32,
    /// As counted by `Idle`.
    searching: bool,
}

/// The worker's thread, until the runtime shuts down.
pub(super) fn run(shared: Arc<Shared>, index: usize, queue: Local<Notified>) {
    let core = Rc::new(Core::new(index, queue));
    let entered = context::enter(Arc::clone(&shared), Some(Rc::clone(&core)));
    let gave_way = Vec::new();
    Worker { shared, core, tick: 0, gave_way, slot_streak: 0, searching: false }.run();
    drop(entered);
}

impl Worker {
    fn run(&mut self) {
        while !self.shared.is_closed() {
            self.tick = self.tick.wrapping_add(1);
            if self.tick.is_multiple_of(DRIVER_INTERVAL) {
                self.look_around();
            }
            match self.next_task() {
                Some(task) => self.run_task(task),
                None if !self.gave_way.is_empty() => self.look_around(),
                None => match self.search() {
                    Some(task) => self.run_task(task),
                    None => self.sleep(),
                },
            }
        }
        // Dropping them may schedule others, which then go to the injector, or nowhere.
        self.gave_way.clear();
        drop(self.core.next.take());
        while self.core.queue.pop().is_some() {}
    }

    /// Handles what has happened outside, if nobody else is in the driver. Then it is the turn of
    /// those that gave way.
    fn look_around(&mut self) {
        if let Some(turn) = self.shared.driver.try_turn() {
            self.core.in_driver.set(true);
            turn.look();
            self.core.in_driver.set(false);
        }
        for task in self.gave_way.drain(..) {
            self.core.queue.push(task, &self.shared.injector);
        }
        if self.core.queue.len() > 1 {
            self.shared.wake_worker();
        }
    }

    fn next_task(&mut self) -> Option<Notified> {
        if self.tick.is_multiple_of(INJECTOR_INTERVAL)
            && let Some(task) = self.shared.injector.pop()
        {
            return Some(task);
        }
        if let Some(task) = self.core.next.take() {
            if self.slot_streak < SLOT_LIMIT {
                self.slot_streak += 1;
                return Some(task);
            }
            self.core.queue.push(task, &self.shared.injector);
        }
        self.slot_streak = 0;
        self.core
            .queue
            .pop()
            .or_else(|| self.shared.injector.pop_share(self.shared.workers.len(), &self.core.queue))
    }

    /// Looks for work with the others, unless enough workers are doing so.
    fn search(&mut self) -> Option<Notified> {
        if !self.searching && !self.shared.idle.start_searching() {
            return None;
        }
        self.searching = true;
        let workers = &self.shared.workers;
        // Beginning with the next one, so that not all steal from the same.
        let (before, after) = workers.split_at(self.core.index);
        after[1..]
            .iter()
            .chain(before)
            .find_map(|worker| worker.stealer.steal_into(&self.core.queue))
            .or_else(|| self.shared.injector.pop_share(workers.len(), &self.core.queue))
    }

    fn run_task(&mut self, task: Notified) {
        if self.searching {
            self.searching = false;
            if self.shared.idle.stop_searching() {
                self.shared.wake_worker();
            }
        }
        let again = coop::budget(|| task.run());
        let gave_way = coop::gave_way();
        match again {
            Some(task) if gave_way => self.gave_way.push(task),
            Some(task) => self.core.reschedule(task, &self.shared),
            None => {}
        }
    }

    /// Sleeps until there is something to do.
    fn sleep(&mut self) {
        let core = Rc::clone(&self.core);
        let index = core.index;
        self.shared.idle.sleep(index, self.searching);
        self.searching = false;
        if self.shared.has_work() && self.shared.idle.wake_self(index) {
            return;
        }
        core.in_driver.set(true);
        loop {
            self.park();
            if core.queue.len() > 0 || self.shared.is_closed() {
                self.searching = !self.shared.idle.wake_self(index);
                break;
            }
            if !self.shared.idle.is_asleep(index) {
                self.searching = true;
                break;
            }
        }
        core.in_driver.set(false);
        if core.queue.len() > 1 {
            self.shared.wake_worker();
        }
    }

    /// Waits in the driver if it is free: then the events that it brings are handled right here.
    fn park(&self) {
        let parker = &self.shared.workers[self.core.index].parker;
        match self.shared.driver.try_turn() {
            Some(turn) => parker.park_in_driver(|| turn.wait()),
            None => parker.park(),
        }
    }
}
