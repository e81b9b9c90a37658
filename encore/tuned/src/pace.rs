//! Slows down whoever talks faster than the room reads.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::{Mutex, MutexGuard};

use crate::chat::Chat;
use crate::feed::Feed;
use crate::outbox::Outbox;
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
            let wait = {
                let chat = chat.lock();
                let Some(wait) = chat.behind(user, hearer, talkative) else { return chat };
                wait
            };
            Box::pin(wait.until_room(talkative)).await;
        }
    }
}

/// Whom a user has to wait for.
enum Wait {
    Room(Arc<Feed>),
    Hearer(Arc<Outbox>, Instant),
}

impl Wait {
    /// Waits until there may be room.
    async fn until_room(self, talkative: bool) {
        match self {
            Self::Room(feed) => feed.until_open(talkative).await,
            Self::Hearer(outbox, deadline) => outbox.wait_until_drained(deadline).await,
        }
    }
}

impl Chat {
    fn behind(&self, user: UserId, hearer: Option<UserId>, talkative: bool) -> Option<Wait> {
        let room = self.users.get(user)?.membership.room();
        let feed = self.rooms.get(room)?.feed();
        if feed.is_full(talkative) {
            return Some(Wait::Room(Arc::clone(feed)));
        }
        let outbox = &self.users.get(hearer?)?.outbox;
        Some(Wait::Hearer(Arc::clone(outbox), outbox.deadline(talkative)?))
    }
}
