//! What clients and the broker say to each other.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::error::ChatError;
use crate::types::{UserId, UserName};

/// How many requests wait for the broker at most. A client that has one more
/// waits with it, and reads nothing from its socket meanwhile: so a flood is
/// slowed down where it comes from.
pub const MAILBOX: usize = 64;

/// Where a client sends its requests.
pub type Mailbox = mpsc::Sender<Request>;

/// What a client wants of the broker.
///
/// `Join`, `Message`, `Nick`, `Who` and a `Leave` that is not an accident are
/// done when a [`Turn`] says so, and a client has one of them under way at a
/// time.
#[derive(Debug)]
pub enum Request {
    /// Let me in.
    Join { id: UserId, name: UserName, inbox: mpsc::Sender<Arc<Turn>> },
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

/// How a client leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// By quitting, or because its connection ended.
    Left,
    /// It was cut off because it does not read.
    TooSlow,
}

/// All that happened in one turn of the broker: what it puts into every inbox,
/// shared by all of them.
#[derive(Debug, Default)]
pub struct Turn {
    pub lines: String,
    /// The clients whose request was done in this turn, and the part of the
    /// lines that is not for them: what they said themselves, what was before
    /// they came, or what was after they left. It may be empty. In its place
    /// the request is done.
    pub own: HashMap<UserId, Range<usize>>,
}

impl Turn {
    /// What it costs to keep a turn in a queue, beside its lines; more than it
    /// is, so that many short ones do not go uncounted.
    const COST: usize = 64;

    /// The turns that fit into a queue of so many bytes.
    pub fn most(limit: usize) -> usize {
        limit / Self::COST
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.own.is_empty()
    }

    /// How much of the space in a queue it takes.
    pub fn weight(&self) -> usize {
        self.lines.len() + Self::COST
    }
}

impl From<String> for Turn {
    /// Lines for one client alone.
    fn from(lines: String) -> Self {
        Self { lines, own: HashMap::new() }
    }
}
