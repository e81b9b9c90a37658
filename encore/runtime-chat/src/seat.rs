//! A client's place in the chat.

use std::mem;

use crate::request::{Exit, Mailbox, Request};
use crate::types::UserId;

/// Who a client is to the broker, and the way to it. Whatever ends the
/// client's task, dropping this tells the broker if nothing else has.
#[derive(Debug)]
pub struct Seat {
    pub id: UserId,
    mailbox: Mailbox,
    /// The broker has yet to hear that the client leaves.
    is_taken: bool,
}

impl Seat {
    pub fn new(id: UserId, mailbox: Mailbox) -> Self {
        Self { id, mailbox, is_taken: true }
    }

    /// Sends a request, waiting for a place in the mailbox.
    pub async fn send(&self, request: Request) {
        // A broker that is gone has closed the inbox, and that ends the client.
        let _ = self.mailbox.send(request).await;
    }

    /// Leaves, unless the client has left already.
    pub async fn leave(&mut self, exit: Exit) {
        if mem::replace(&mut self.is_taken, false) {
            self.send(Request::Leave { id: self.id, exit }).await;
        }
    }

    /// The broker has let go of the client: true if it did so by itself.
    pub fn lose(&mut self) -> bool {
        mem::replace(&mut self.is_taken, false)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if self.is_taken {
            // Only a panic gets here, and a destructor cannot wait. If there is
            // no place in the mailbox, then much is being said, and the broker
            // finds the inbox closed when it delivers that.
            let _ = self.mailbox.try_send(Request::Leave { id: self.id, exit: Exit::Left });
        }
    }
}
