//! What waits for one client.

use std::cell::RefCell;
use std::io::{self, Write};
use std::net::TcpStream;
use std::rc::Rc;

/// Finished lines, shared by all the outboxes that they wait in.
pub type Text = Rc<str>;

/// Lines on their way to one client. Clones lead to the same client.
#[derive(Debug, Clone, Default)]
pub struct Outbox {
    queue: Rc<RefCell<Vec<Text>>>,
}

impl Outbox {
    /// Puts lines into the queue.
    pub fn push(&self, text: Text) {
        self.queue.borrow_mut().push(text);
    }

    /// Writes everything that waits, in one piece.
    pub fn flush(&self, mut socket: &TcpStream) -> io::Result<()> {
        let piece = self.queue.take().concat();
        socket.write_all(piece.as_bytes())
    }
}
