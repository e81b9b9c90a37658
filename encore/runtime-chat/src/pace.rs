//! Slows down whoever talks faster than others read.
//!
//! What everybody would hear is *held* while a member is behind: its sender is
//! not told that it is done, and says nothing more. That lasts until the member
//! has caught up or has made no progress for some seconds. Each client has one
//! request under way and can leave, so what is held is bounded as well.

use std::time::Duration;

use crate::broker::Broker;
use crate::members::Member;
use crate::request::Request;

/// The most bytes in the lines of one turn, unless one message is longer.
const TURN: usize = 64 * 1024;

impl Broker {
    /// Does what a request asks for, or holds it.
    pub fn receive(&mut self, request: Request) {
        let has_to_wait = match &request {
            Request::Message { lines, .. } => self.is_held_up(lines),
            // A crowd that comes or goes at once says much, too. And nobody leaves
            // before their last words.
            Request::Join { .. } | Request::Nick { .. } | Request::Leave { .. } => {
                self.is_held_up("")
            }
            Request::Who { .. } | Request::Written { .. } | Request::Close => false,
        };
        if has_to_wait {
            self.held.push_back(request);
        } else {
            self.obey(request);
        }
    }

    /// Whether these lines have to wait until others have read more.
    fn is_held_up(&mut self, lines: &str) -> bool {
        !self.held.is_empty() || !self.has_room_for(lines)
    }

    /// Does what was held, as long as nobody is behind.
    pub fn release(&mut self) {
        while let Some(request) = self.held.pop_front() {
            let lines = if let Request::Message { lines, .. } = &request { lines } else { "" };
            if !self.has_room_for(lines) {
                self.held.push_front(request);
                return;
            }
            self.obey(request);
        }
    }

    /// Whether everybody may hear these lines now. If the turn is full, they
    /// begin another one.
    fn has_room_for(&mut self, lines: &str) -> bool {
        let turn = self.turn.lines.len();
        if turn > 0 && turn + lines.len() > TURN.min(self.limit / 8) {
            self.deliver();
        }
        self.patience().is_none()
    }

    /// How long the others have to wait for those who are behind.
    pub fn patience(&self) -> Option<Duration> {
        let behind = self.behind.iter().filter_map(|&id| self.members.get(id));
        behind.filter_map(Member::patience).max()
    }
}
