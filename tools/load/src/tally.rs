//! Who has seen what: each delivery is checked for its sender and its place.

use crate::protocol::{HEAD, number};

/// For each client and each sender, the message that has to come next.
pub struct Tally {
    clients: usize,
    next: Vec<u32>,
    /// Bytes of a message's text.
    size: usize,
    pub delivered: u64,
    /// Repeated, out of order, torn or unknown.
    pub wrong: u64,
}

impl Tally {
    /// For messages whose text has `size` bytes.
    pub fn new(clients: usize, size: usize) -> Self {
        Self { clients, next: vec![0; clients * clients], size, delivered: 0, wrong: 0 }
    }

    /// The text of a message: who says it, which of theirs it is, and padding.
    pub fn text(sender: usize, count: usize, size: usize) -> String {
        let mut text = format!("m{sender:04}-{count:06}");
        text.extend(std::iter::repeat_n('x', size.saturating_sub(HEAD)));
        text
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
        let in_order = count >= *next;
        if in_order {
            // Those in between are lost, and wrong if they come after all.
            *next = count + 1;
            self.delivered += 1;
        }
        in_order
    }

    fn parse(&self, text: &[u8]) -> Option<(usize, u32)> {
        if text.len() != self.size || text[0] != b'm' || text[5] != b'-' {
            return None;
        }
        let sender = number(&text[1..5]).filter(|&sender| sender < self.clients)?;
        let count = number(&text[6..HEAD])?;
        let whole = text[HEAD..].last().is_none_or(|&byte| byte == b'x');
        whole.then_some((sender, u32::try_from(count).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_repeated_torn_or_late_is_told_apart() {
        let mut tally = Tally::new(2, 16);
        let text = |count| Tally::text(1, count, 16).into_bytes();
        assert_eq!(tally.saw(0, &text(0)), Some((1, 0)));
        assert_eq!(tally.saw(0, &text(0)), None, "repeated");
        assert_eq!(tally.saw(0, &text(2)), Some((1, 2)), "1 is missing");
        assert_eq!(tally.saw(0, &text(1)), None, "late");
        assert_eq!(tally.saw(1, &text(0)), Some((1, 0)), "each receiver is on its own");
        assert_eq!(tally.saw(0, &text(3)[..15]), None, "torn");
        assert_eq!(tally.saw(0, b"m0007-000001xxxx"), None, "unknown");
        assert_eq!((tally.delivered, tally.wrong), (3, 4));
    }
}
