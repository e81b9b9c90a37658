//! Slows down whoever talks faster than the room reads.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};

use crate::chat::{Chat, User};
use crate::gauge::Gauge;
use crate::types::UserId;

/// How many bytes a client may say before it looks whether the room keeps up.
pub const STRIDE: usize = 4096;

/// What an answer to a command counts for: as much as saying this many bytes.
pub const REPLY: usize = 1024;

/// How long a sender waits at most for somebody who does not keep up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long at most for a client that only does not read the answers to its
/// own commands.
const OWN_PATIENCE: Duration = Duration::from_secs(1);

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
        let start = Instant::now();
        loop {
            let slow = {
                let chat = chat.lock();
                let Some(slow) = chat.behind(user, hearer, talkative) else { return chat };
                slow
            };
            let others = slow.holds_up_others(talkative);
            let patience = if others { PATIENCE } else { OWN_PATIENCE };
            slow.wait_until_drained(start + patience).await;
        }
    }
}

impl Chat {
    /// The gauge of somebody whom this user has to wait for: the user's own, or
    /// that of a member of the same room or of `hearer`.
    fn behind(&self, user: UserId, hearer: Option<UserId>, talkative: bool) -> Option<Arc<Gauge>> {
        let User { outbox, membership, .. } = self.users.get(user)?;
        if talkative && outbox.gauge.is_behind() {
            return Some(Arc::clone(&outbox.gauge));
        }
        let members = self.rooms.get(membership.room())?.members();
        let ids = members.iter().chain(&hearer);
        let mut gauges = ids.filter_map(|&id| Some(&self.users.get(id)?.outbox.gauge));
        gauges.find(|gauge| gauge.holds_up_others(talkative)).cloned()
    }
}
