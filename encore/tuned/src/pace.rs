//! Slows down whoever talks faster than the room reads.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::{Mutex, MutexGuard};

use crate::chat::Chat;
use crate::gauge::Gauge;
use crate::types::UserId;

/// How many bytes a client may say before it looks whether the room keeps up.
pub const STRIDE: usize = 4096;

/// How much one client has said since it last looked.
#[derive(Debug, Default)]
pub struct Pace {
    bytes: usize,
}

impl Pace {
    /// Locks the chat for a user who is about to say `bytes` to the room, or to
    /// a `hearer` who may be elsewhere. Waits first if the queue of somebody who
    /// will hear it is three quarters full, and every 4 KiB if one is half full.
    /// So a sender that outruns the room is slowed down, and nobody who reads is
    /// cut off for a burst, however many take part in it.
    pub async fn turn<'a>(
        &mut self,
        bytes: usize,
        user: UserId,
        hearer: Option<UserId>,
        chat: &'a Mutex<Chat>,
    ) -> MutexGuard<'a, Chat> {
        self.bytes += bytes;
        let talkative = self.bytes >= STRIDE;
        self.bytes %= STRIDE;
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
    /// The gauge of somebody whom this user has to wait for, and until when.
    fn behind(
        &self,
        user: UserId,
        hearer: Option<UserId>,
        talkative: bool,
    ) -> Option<(Arc<Gauge>, Instant)> {
        let room = self.users.get(user)?.membership.room();
        let members = self.rooms.get(room)?.members();
        let mut ids = members.iter().chain(&hearer);
        ids.find_map(|&id| {
            let gauge = &self.users.get(id)?.outbox.gauge;
            Some((Arc::clone(gauge), gauge.deadline(talkative)?))
        })
    }
}
