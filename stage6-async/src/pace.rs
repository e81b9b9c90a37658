//! Slows down whoever talks faster than the room reads.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::{Mutex, MutexGuard};

use crate::chat::{Chat, User};
use crate::gauge::Gauge;
use crate::types::UserId;

/// How many bytes a client may say before it looks whether the room keeps up.
pub const STRIDE: usize = 4096;

/// What an answer to a command counts for: as much as saying this many bytes.
pub const REPLY: usize = 1024;

/// How much one client has said since it last looked.
#[derive(Debug, Default)]
pub struct Pace {
    bytes: usize,
    /// Somebody who may be in another room and has to keep up as well.
    hearer: Option<UserId>,
}

impl Pace {
    pub fn whispered_to(&mut self, hearer: UserId) {
        self.hearer = Some(hearer);
    }

    /// Locks the chat for a client that is about to say `bytes`. Now and then
    /// it waits until everybody in the room keeps up, the client included. So
    /// a sender that outruns the room is slowed down, and nobody who reads is
    /// cut off for a burst, however many take part in it.
    pub async fn turn<'a>(
        &mut self,
        bytes: usize,
        user: UserId,
        chat: &'a Mutex<Chat>,
    ) -> MutexGuard<'a, Chat> {
        self.bytes += bytes;
        let talkative = self.bytes >= STRIDE;
        self.bytes %= STRIDE;
        let hearer = self.hearer.take();
        loop {
            let (slow, deadline) = {
                let chat = chat.lock();
                let Some(slow) = chat.behind(user, hearer, talkative) else { return chat };
                slow
            };
            slow.wait_until_drained(deadline).await;
        }
    }
}

impl Chat {
    /// The gauge of somebody whom this user has to wait for, and until when: the
    /// user's own, or that of a member of the same room or of `hearer`.
    fn behind(
        &self,
        user: UserId,
        hearer: Option<UserId>,
        talkative: bool,
    ) -> Option<(Arc<Gauge>, Instant)> {
        let User { outbox, membership, .. } = self.users.get(user)?;
        if talkative && let Some(deadline) = outbox.gauge.own_deadline() {
            return Some((Arc::clone(&outbox.gauge), deadline));
        }
        let members = self.rooms.get(membership.room())?.members();
        let mut ids = members.iter().chain(&hearer);
        ids.find_map(|&id| {
            let gauge = &self.users.get(id)?.outbox.gauge;
            Some((Arc::clone(gauge), gauge.deadline(talkative)?))
        })
    }
}
