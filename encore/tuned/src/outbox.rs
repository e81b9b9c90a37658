//! What waits for one client, and the socket that it goes to.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::select;
use tokio::sync::Notify;
use tokio::task::coop::consume_budget;
use tokio::time::{timeout, timeout_at};

use crate::desk::{Desk, Pace};
use crate::feed::Feed;
use crate::pen::{Pen, Text};
use crate::socket::{self, Write};
use crate::wire::Wire;

/// How long a write may make no progress.
const STUCK: Duration = Duration::from_secs(10);

/// How often somebody who reads slowly is tried: the system is late to say that there is room.
const TRY: Duration = Duration::from_secs(1);

/// The sending side of a connection.
///
/// Whoever has something for the client, or for its room, writes to its socket there and then. A
/// task of its own does that only while the socket takes no more.
#[derive(Debug)]
pub struct Outbox {
    pub wire: Wire,
    desk: Mutex<Desk>,
    /// Held during a write, which does not wait.
    pen: Mutex<Pen>,
    /// The most bytes that may wait.
    limit: u64,
    /// Signalled when more than half waited and no longer does, when all is written after a wait,
    /// and at the end.
    drained: Notify,
    /// Signalled when the connection has failed or the client was cut off.
    ended: Notify,
}

impl Outbox {
    pub fn new(limit: usize, wire: Wire) -> Arc<Self> {
        Arc::new(Self {
            wire,
            desk: Mutex::default(),
            pen: Mutex::default(),
            limit: limit as u64,
            drained: Notify::new(),
            ended: Notify::new(),
        })
    }

    /// Leaves what answers the client itself, to be written some time soon by its session.
    pub fn answer(&self, text: impl Into<Text>) {
        self.leave(text.into(), true);
    }

    /// The same for what comes from somebody else, who then calls `write`.
    pub fn push(&self, text: impl Into<Text>) {
        self.leave(text.into(), false);
    }

    fn leave(&self, text: Text, is_answer: bool) {
        let mut desk = self.desk.lock();
        if desk.ended {
            return;
        }
        desk.leave(text, is_answer);
        let head = desk.head();
        let is_lost = desk.look(head, self.limit) == Pace::Lost;
        drop(desk);
        if is_lost {
            self.give_up();
        }
    }

    /// Leaves a text, behind which the client hears another room. The room writes it.
    pub fn enter(&self, text: impl Into<Text>, feed: &Arc<Feed>) {
        self.desk.lock().enter(text.into(), feed);
    }

    /// Leaves a text, behind which the client hears nothing.
    pub fn quit(&self, text: impl Into<Text>) {
        self.desk.lock().quit(text.into());
    }

    /// Writes what can be written. False if that is less than there is.
    pub fn write(self: &Arc<Self>) -> bool {
        let mut pen = self.pen.lock();
        let is_done = self.try_write(&mut pen, socket::write);
        if !is_done && !pen.draining {
            pen.draining = true;
            tokio::spawn(Arc::clone(self).drain());
        }
        is_done
    }

    fn try_write(&self, pen: &mut Pen, write: Write) -> bool {
        loop {
            let is_over = {
                let mut desk = self.desk.lock();
                pen.take(&mut desk.notes);
                desk.ended
            };
            if is_over {
                pen.let_go();
                return true;
            }
            let slices = pen.gather();
            let is_all = slices.filled().is_empty();
            match self.wire.write(slices.filled(), write) {
                Ok(_) if is_all => return true,
                Ok(count) => {
                    let is_all = count == slices.length() && !slices.is_full();
                    let answered = pen.advance(count);
                    if self.desk.lock().lower(count, answered, self.limit) {
                        self.drained.notify_waiters();
                    }
                    if is_all && !self.wire.is_encrypted() {
                        return true;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
                // The next turn notices that it is over.
                Err(_) => self.hang_up(),
            }
        }
    }

    /// Writes on whenever the socket takes more, until everything is written.
    async fn drain(self: Arc<Self>) {
        let (mut written, mut moved) = (0, Instant::now());
        loop {
            let write = select! {
                writable = timeout(TRY, self.wire.socket.writable()) => match writable {
                    Ok(Ok(())) => socket::write,
                    Ok(Err(_)) => return self.hang_up(),
                    Err(_) => socket::write_early,
                },
                () = self.ended() => return,
            };
            let mut pen = self.pen.lock();
            if self.try_write(&mut pen, write) {
                pen.draining = false;
                drop(pen);
                return self.drained.notify_waiters();
            }
            let total = pen.written + self.wire.sent();
            if total != written {
                (written, moved) = (total, Instant::now());
            } else if moved.elapsed() >= STUCK {
                drop(pen);
                return self.give_up();
            }
        }
    }

    /// Writes everything that has been left, or as much as the client takes.
    pub async fn finish(self: &Arc<Self>) {
        loop {
            let drained = self.drained.notified();
            if self.write() {
                return;
            }
            drained.await;
        }
    }

    /// How many bytes wait for the client.
    pub fn waiting(&self) -> u64 {
        let desk = self.desk.lock();
        desk.waiting(desk.head())
    }

    /// How the client keeps up with a feed that has this head. It is cut off if it does not.
    pub fn pace(&self, feed: &Arc<Feed>, head: u64) -> Pace {
        let pace = self.desk.lock().pace(feed, head, self.limit);
        if pace == Pace::Lost {
            self.give_up();
        }
        pace
    }

    /// Until when somebody who has something for this client should wait; `talkative` are those
    /// who say much, for the others there is more room.
    pub fn deadline(&self, talkative: bool) -> Option<Instant> {
        let mut desk = self.desk.lock();
        let head = desk.head();
        let most = if talkative { self.limit / 2 } else { self.limit / 4 * 3 };
        match desk.look(head, self.limit) {
            Pace::Behind(bytes, deadline) if bytes >= most => deadline,
            _ => None,
        }
    }

    /// Has the client itself wait until it has read most of what it asked for.
    pub async fn catch_up(self: &Arc<Self>) {
        // One that asks without end would never let another task run.
        consume_budget().await;
        if self.desk.lock().own_deadline().is_none() {
            return;
        }
        self.write();
        let deadline = self.desk.lock().own_deadline();
        if let Some(deadline) = deadline {
            Box::pin(self.wait_until_drained(deadline)).await;
        }
    }

    /// Waits until less than half waits.
    pub async fn wait_until_drained(&self, deadline: Instant) {
        // Made before the look at the desk, so that no signal is missed.
        let drained = self.drained.notified();
        if self.desk.lock().is_over() {
            // In vain or not, the caller looks again.
            let _ = timeout_at(deadline.into(), drained).await;
        }
    }

    /// Whether the client was cut off because it does not read.
    pub fn is_too_slow(&self) -> bool {
        self.desk.lock().too_slow
    }

    /// Cuts the client off because it does not read.
    fn give_up(&self) {
        self.desk.lock().too_slow = true;
        self.hang_up();
        self.pen.lock().let_go();
    }

    /// Ends the session.
    fn hang_up(&self) {
        self.desk.lock().ended = true;
        self.ended.notify_waiters();
        self.drained.notify_waiters();
    }

    /// Waits until the connection has failed or the client is cut off.
    pub async fn ended(&self) {
        let ended = self.ended.notified();
        if !self.desk.lock().ended {
            ended.await;
        }
    }
}
