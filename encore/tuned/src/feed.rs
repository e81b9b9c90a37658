//! A room's journal and those who hear it: how what is said gets to them.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;
use tokio::select;
use tokio::sync::Notify;
use tokio::task::yield_now;

use crate::desk::Pace;
use crate::journal::{Cursor, Journal};
use crate::outbox::Outbox;

/// How many hearers are written to before other tasks get their turn.
const TURN: usize = 128;

/// Saying something only writes it down. The first line of a burst also starts a task that, once
/// everybody who is talking right now has been heard, writes to each hearer what it has not got
/// yet: one call for each of them, whatever was said, and nobody has to be woken for it.
#[derive(Debug)]
pub struct Feed {
    state: Mutex<State>,
    /// The most bytes that may wait for a hearer.
    limit: u64,
    /// Signalled when there may be room again for those who talk.
    opened: Notify,
    /// Signalled when something has been said, for a delivery that waits.
    said: Notify,
}

#[derive(Debug)]
struct State {
    journal: Journal,
    /// Copied when somebody comes or goes during a delivery.
    hearers: Arc<Vec<Arc<Outbox>>>,
    /// There is something that has not been delivered.
    due: bool,
    delivering: bool,
    /// How much may be said until the slowest hearer, as far as it is waited for, has half of its
    /// limit waiting. Nobody needs to look at all hearers to know whether there is room.
    credit: i64,
}

/// The hearer who is furthest behind, and how far.
struct Slowest {
    bytes: u64,
    /// Until when others wait for it, if it is too far behind.
    deadline: Option<Instant>,
    hearer: Arc<Outbox>,
}

impl Feed {
    pub fn new(limit: u64) -> Arc<Self> {
        let state = State {
            journal: Journal::new(),
            hearers: Arc::default(),
            due: false,
            delivering: false,
            credit: (limit / 2).cast_signed(),
        };
        let (opened, said) = (Notify::new(), Notify::new());
        Arc::new(Self { state: Mutex::new(state), limit, opened, said })
    }

    /// Says something to all who are here.
    pub fn say(self: &Arc<Self>, lines: &str) {
        self.write_down(lines);
        self.deliver_soon();
    }

    /// The same, but it is delivered with what comes next, be it somebody who is admitted.
    pub fn write_down(&self, lines: &str) {
        let mut state = self.state.lock();
        state.journal.append(lines);
        state.credit = state.credit.saturating_sub_unsigned(lines.len() as u64);
    }

    /// Lets somebody hear what is said from now on, who has entered this feed; what they were told
    /// is written with it.
    pub fn admit(self: &Arc<Self>, hearer: &Arc<Outbox>) {
        Arc::make_mut(&mut self.state.lock().hearers).push(Arc::clone(hearer));
        self.deliver_soon();
    }

    pub fn dismiss(&self, hearer: &Arc<Outbox>) {
        let mut state = self.state.lock();
        let place = state.hearers.iter().position(|other| Arc::ptr_eq(other, hearer));
        if let Some(place) = place {
            Arc::make_mut(&mut state.hearers).swap_remove(place);
        }
    }

    /// How much has been said in all.
    pub fn head(&self) -> u64 {
        self.state.lock().journal.head()
    }

    /// The same, when all of it can be read.
    pub fn sealed_head(&self) -> u64 {
        let mut state = self.state.lock();
        state.journal.seal();
        state.journal.head()
    }

    pub fn cursor(&self) -> Cursor {
        self.state.lock().journal.cursor()
    }

    /// Whether those who talk have to wait; those who say little have more room.
    pub fn is_full(&self, talkative: bool) -> bool {
        let overdraft = if talkative { 0 } else { self.limit / 4 };
        self.state.lock().credit <= -overdraft.cast_signed()
    }

    /// Waits until there may be room.
    pub async fn until_open(&self, talkative: bool) {
        // Made before the look, so that no signal is missed.
        let opened = self.opened.notified();
        if self.is_full(talkative) {
            opened.await;
        }
    }

    /// Everything that is written down will be delivered.
    fn deliver_soon(self: &Arc<Self>) {
        let mut state = self.state.lock();
        state.due = true;
        if state.delivering {
            self.said.notify_one();
        } else {
            state.delivering = true;
            tokio::spawn(Arc::clone(self).deliver());
        }
    }

    /// Delivers until there is nothing to deliver and room for more.
    async fn deliver(self: Arc<Self>) {
        loop {
            // Behind all who are about to say something: so that goes along.
            yield_now().await;
            let Some((head, hearers)) = self.begin() else { return };
            let slowest = self.write_to(&hearers, head).await;
            drop(hearers);
            let Some((slow, deadline)) = self.reckon(slowest) else { continue };
            select! {
                () = slow.wait_until_drained(deadline) => {}
                () = self.said.notified() => {}
            }
        }
    }

    /// What is to be delivered to whom; `None` if nothing is.
    fn begin(&self) -> Option<(u64, Arc<Vec<Arc<Outbox>>>)> {
        let mut state = self.state.lock();
        if !state.due && state.credit > 0 {
            state.delivering = false;
            return None;
        }
        state.due = false;
        state.journal.seal();
        Some((state.journal.head(), Arc::clone(&state.hearers)))
    }

    async fn write_to(self: &Arc<Self>, hearers: &[Arc<Outbox>], head: u64) -> Option<Slowest> {
        let mut slowest: Option<Slowest> = None;
        for turn in hearers.chunks(TURN) {
            for hearer in turn {
                hearer.write();
                if let Pace::Behind(bytes, deadline) = hearer.pace(self, head)
                    && slowest.as_ref().is_none_or(|slowest| slowest.bytes < bytes)
                {
                    let hearer = Arc::clone(hearer);
                    slowest = Some(Slowest { bytes, deadline, hearer });
                }
            }
            if turn.len() == TURN {
                yield_now().await;
            }
        }
        slowest
    }

    /// Lets those go on who wait for room. Returns for whom to wait before there is any.
    fn reckon(&self, slowest: Option<Slowest>) -> Option<(Arc<Outbox>, Instant)> {
        let mut state = self.state.lock();
        let behind = slowest.as_ref().map_or(0, |slowest| slowest.bytes) + state.journal.open();
        state.credit = (self.limit / 2).cast_signed().saturating_sub_unsigned(behind);
        drop(state);
        self.opened.notify_waiters();
        let slowest = slowest.filter(|slowest| slowest.bytes >= self.limit / 2)?;
        Some((slowest.hearer, slowest.deadline?))
    }
}
