//! Who has seen what: each delivery is checked for its sender, its place, and every byte.

use crate::protocol::{HEAD, Line, number};

/// Nothing from this sender may come here.
const NEVER: u32 = u32::MAX;

/// What a text is filled up with.
const PADDING: [u8; MOST_BYTES] = [b'x'; MOST_BYTES];

/// The longest text: a line of the chat is not longer.
pub const MOST_BYTES: usize = 1024;

/// The most clients that the sender's four digits tell apart.
pub const MOST_CLIENTS: usize = 10_000;

/// The most messages of one sender that its six digits tell apart.
pub const MOST_MESSAGES: usize = 1_000_000;

/// Who hears whom.
#[derive(Debug, Clone, Copy)]
pub struct Audience {
    pub clients: usize,
    /// Client `n` is in room `n % rooms`.
    pub rooms: usize,
    /// Clients below this number neither speak nor hear.
    pub first: usize,
    /// Senders hear themselves.
    pub echoes: bool,
}

/// For each client and each sender, the message that has to come next.
pub struct Tally {
    clients: usize,
    /// What each of the clients says.
    messages: u32,
    next: Vec<u32>,
    /// Bytes of a message's text.
    size: usize,
    /// Clients whose connection has ended.
    closed: Vec<bool>,
    /// Deliveries that were due from the start.
    pub expected: u64,
    /// Deliveries that have come, or cannot come any more.
    settled: u64,
    pub delivered: u64,
    /// Repeated, out of order, torn or unknown.
    pub wrong: u64,
}

impl Audience {
    /// Everybody hears everybody, themselves included.
    pub fn all(clients: usize) -> Self {
        Self { clients, rooms: 1, first: 0, echoes: true }
    }

    fn hears(self, receiver: usize, sender: usize) -> bool {
        receiver % self.rooms == sender % self.rooms
            && receiver.min(sender) >= self.first
            && (self.echoes || receiver != sender)
    }
}

impl Tally {
    /// For messages whose text has `size` bytes; each client says so many of them.
    pub fn new(audience: Audience, messages: usize, size: usize) -> Self {
        let clients = audience.clients;
        let cell = |at: usize| {
            if audience.hears(at / clients, at % clients) { 0 } else { NEVER }
        };
        let next: Vec<u32> = (0..clients * clients).map(cell).collect();
        let messages = u32::try_from(messages).unwrap_or(NEVER);
        let pairs = next.iter().filter(|&&next| next == 0).count();
        let expected = pairs as u64 * u64::from(messages);
        let closed = vec![false; clients];
        Self { clients, messages, next, size, closed, expected, settled: 0, delivered: 0, wrong: 0 }
    }

    /// The text of a message: who says it, which of theirs it is, and padding.
    pub fn text(sender: usize, count: usize, size: usize) -> String {
        let mut text = format!("m{sender:04}-{count:06}");
        text.extend(std::iter::repeat_n('x', size.saturating_sub(HEAD)));
        text
    }

    /// Takes note of a line that has come; returns sender and number of a message in order.
    pub fn hear(&mut self, receiver: usize, line: &Line<'_>) -> Option<(usize, u32)> {
        match line {
            Line::Said(text) => return self.saw(receiver, text),
            Line::Foreign => self.wrong += 1,
            _ => {}
        }
        None
    }

    /// Takes note of a message that has arrived; returns its sender and number if it is in order.
    pub fn saw(&mut self, receiver: usize, text: &[u8]) -> Option<(usize, u32)> {
        let seen = self.parse(text).filter(|&(sender, count)| self.record(receiver, sender, count));
        if seen.is_none() {
            self.wrong += 1;
        }
        seen
    }

    /// Whether this is a message that had not come, and that comes in its sender's order.
    pub fn record(&mut self, receiver: usize, sender: usize, count: u32) -> bool {
        let next = &mut self.next[receiver * self.clients + sender];
        let in_order = count >= *next && count < self.messages;
        if in_order {
            // Those in between are lost, and wrong if they come after all.
            self.settled += u64::from(count + 1 - *next);
            *next = count + 1;
            self.delivered += 1;
        }
        in_order
    }

    /// Whether anything of this sender has come.
    pub fn has_seen(&self, receiver: usize, sender: usize) -> bool {
        !matches!(self.next[receiver * self.clients + sender], 0 | NEVER)
    }

    /// Nothing comes to this client any more. What it has said may still come to others.
    pub fn close(&mut self, client: usize) {
        if std::mem::replace(&mut self.closed[client], true) {
            return;
        }
        let row = &mut self.next[client * self.clients..][..self.clients];
        for next in row.iter_mut().filter(|next| **next != NEVER) {
            self.settled += u64::from(self.messages - *next);
            *next = NEVER;
        }
    }

    /// Whether nothing is due any more.
    pub fn is_settled(&self) -> bool {
        self.settled >= self.expected
    }

    /// Whether nothing is due any more from clients that are still connected. Looks at all pairs,
    /// so it is for moments in which nothing else is to be done.
    pub fn only_misses_the_gone(&self) -> bool {
        let missing = |row: &[u32]| {
            let mut senders = row.iter().zip(&self.closed);
            senders.any(|(&next, closed)| !closed && next < self.messages)
        };
        self.closed.contains(&true) && !self.next.chunks(self.clients.max(1)).any(missing)
    }

    fn parse(&self, text: &[u8]) -> Option<(usize, u32)> {
        if text.len() != self.size || text[0] != b'm' || text[5] != b'-' {
            return None;
        }
        let sender = number(&text[1..5]).filter(|&sender| sender < self.clients)?;
        let count = number(&text[6..HEAD])?;
        let padding = &text[HEAD..];
        let whole = PADDING.get(..padding.len()).is_some_and(|all| padding == all);
        whole.then_some((sender, u32::try_from(count).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(sender: usize, count: usize) -> Vec<u8> {
        Tally::text(sender, count, 16).into_bytes()
    }

    #[test]
    fn what_is_lost_repeated_torn_or_late_is_told_apart() {
        let mut tally = Tally::new(Audience::all(2), 9, 16);
        assert_eq!(tally.saw(0, &text(1, 0)), Some((1, 0)));
        assert_eq!(tally.saw(0, &text(1, 0)), None, "repeated");
        assert_eq!(tally.saw(0, &text(1, 2)), Some((1, 2)), "1 is missing");
        assert_eq!(tally.saw(0, &text(1, 1)), None, "late");
        assert_eq!(tally.saw(1, &text(1, 0)), Some((1, 0)), "each receiver is on its own");
        assert_eq!(tally.saw(0, &text(1, 3)[..15]), None, "torn");
        assert_eq!(tally.saw(0, b"m0001-000003xyxx"), None, "another byte");
        assert_eq!(tally.saw(0, b"m0007-000001xxxx"), None, "unknown sender");
        assert_eq!(tally.saw(0, b"m0001-000009xxxx"), None, "more than it says");
        assert_eq!((tally.delivered, tally.wrong), (3, 6));
    }

    #[test]
    fn who_must_not_hear_is_not_a_delivery() {
        let audience = Audience { rooms: 2, first: 1, echoes: false, ..Audience::all(5) };
        let mut tally = Tally::new(audience, 1, 16);
        // 1 and 3 are in one room, 2 and 4 in the other; 0 takes no part.
        assert_eq!(tally.expected, 4);
        assert_eq!(tally.saw(1, &text(1, 0)), None, "itself");
        assert_eq!(tally.saw(1, &text(2, 0)), None, "the other room");
        assert_eq!(tally.saw(0, &text(2, 0)), None, "takes no part");
        assert_eq!(tally.saw(4, &text(2, 0)), Some((2, 0)));
        assert_eq!((tally.delivered, tally.wrong), (1, 3));
    }

    #[test]
    fn nothing_is_due_to_a_client_that_is_gone_and_little_from_it() {
        let mut tally = Tally::new(Audience::all(2), 2, 16);
        for (sender, count) in [(0, 0), (0, 1), (1, 1)] {
            assert!(tally.saw(0, &text(sender, count)).is_some());
        }
        assert!(!tally.is_settled() && !tally.only_misses_the_gone());
        tally.close(1);
        tally.close(1);
        assert!(tally.is_settled(), "a gap is lost, not due");
        let mut tally = Tally::new(Audience::all(2), 1, 16);
        tally.close(1);
        assert!(tally.saw(0, &text(0, 0)).is_some());
        assert!(!tally.is_settled() && tally.only_misses_the_gone());
        assert!(tally.saw(0, &text(1, 0)).is_some() && tally.is_settled());
    }
}
