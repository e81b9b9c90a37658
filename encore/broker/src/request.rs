//! What clients and the broker say to each other.

use std::ops::Range;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::error::ChatError;
use crate::types::{UserId, UserName};

/// How many requests wait for the broker at most. A client that has one more
/// waits with it, and reads nothing from its socket meanwhile: so a flood is
/// slowed down where it comes from.
pub const MAILBOX: usize = 64;

/// Finished lines, shared by all the inboxes that they wait in.
pub type Text = Arc<str>;

/// Where a client sends its requests.
pub type Mailbox = mpsc::Sender<Request>;

/// What a client wants of the broker.
///
/// `Join`, `Message`, `Nick`, `Who` and a `Leave` that is not an accident are
/// done when a [`Delivery`] says so, and a client has one of them under way at
/// a time.
#[derive(Debug)]
pub enum Request {
    /// Let me in.
    Join { id: UserId, name: UserName, inbox: mpsc::Sender<Delivery> },
    /// Tell the others these lines, which are rendered already.
    Message { id: UserId, lines: String },
    /// Change my name; the answer is the new one.
    Nick { id: UserId, name: UserName, answer: oneshot::Sender<Result<UserName, ChatError>> },
    /// Who is here? The answer is a line.
    Who { id: UserId, answer: oneshot::Sender<String> },
    /// So much of what you gave me has been written to my socket.
    Written { id: UserId, bytes: usize },
    /// I am gone.
    Leave { id: UserId, exit: Exit },
    /// The server ends: let those who have spoken finish, and tell everybody.
    Close,
}

impl Request {
    /// Whether it is something that this client wants everybody to hear.
    pub fn is_from(&self, client: UserId) -> bool {
        matches!(self, Self::Message { id, .. } | Self::Nick { id, .. } if *id == client)
    }
}

/// How a client leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// By quitting, or because its connection ended.
    Left,
    /// It was cut off because it does not read.
    TooSlow,
}

/// What the broker puts into an inbox: everything that happened in one of its
/// turns.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The same for everybody.
    pub text: Text,
    /// The part that this client is not told: what it said itself, what was
    /// before it came, or what was after it left. In its place, the request
    /// that the client has under way is done.
    pub own: Option<Range<usize>>,
}

impl Delivery {
    /// What it costs to keep one in a queue, beside its text; a little more
    /// than it is, so that many small ones do not go uncounted.
    const COST: usize = 64;

    /// The deliveries that fit into a queue of so many bytes.
    pub fn most(limit: usize) -> usize {
        limit / Self::COST
    }

    /// How much of the space in a queue it takes.
    pub fn weight(text: &Text) -> usize {
        text.len() + Self::COST
    }
}
