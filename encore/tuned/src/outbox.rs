//! What waits for one client: a queue with a bound.

use std::sync::Arc;

use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::mpsc::{self, UnboundedSender};

use crate::gauge::Gauge;
use crate::writer::Writer;

/// Finished lines, shared by all the outboxes that they wait in.
pub type Text = Arc<str>;

/// Lines on their way to one client. Clones lead to the same client; when the
/// last of them is gone, the writer ends.
#[derive(Debug, Clone)]
pub struct Outbox {
    queue: UnboundedSender<Text>,
    pub(crate) gauge: Arc<Gauge>,
}

impl Outbox {
    /// An outbox in which at most `limit` bytes may wait, and its writer.
    pub fn new(limit: usize, socket: OwnedWriteHalf) -> (Self, Writer) {
        let (queue, waiting) = mpsc::unbounded_channel();
        let gauge = Arc::new(Gauge::new(limit));
        let writer = Writer::new(waiting, Arc::clone(&gauge), socket);
        (Self { queue, gauge }, writer)
    }

    /// Puts lines into the queue. False means that this client gets nothing
    /// more: it is gone, or it was cut off because too much waits for it.
    #[must_use]
    pub fn push(&self, text: Text) -> bool {
        self.gauge.raise(text.len()) && self.queue.send(text).is_ok()
    }

    /// Like `push`, for what answers the client itself.
    #[must_use]
    pub fn answer(&self, text: Text) -> bool {
        self.gauge.raise_by_answer(text.len()) && self.queue.send(text).is_ok()
    }
}
