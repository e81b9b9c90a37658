//! What was said last in a room, for those who come later.

/// How many messages a room remembers.
const MOST: usize = 20;

/// The last messages, as they were seen. One string: a message costs a copy, and no allocation.
#[derive(Debug, Default)]
pub struct History {
    pub lines: String,
    pub count: usize,
}

impl History {
    /// Adds messages, each of which ends its line.
    pub fn add(&mut self, said: &str) {
        let mut ends = said.rmatch_indices('\n');
        // Of these the last ones are kept, and so many of the others as have room beside them.
        if let Some((end, _)) = ends.nth(MOST) {
            self.lines.clear();
            self.lines.push_str(&said[end + 1..]);
            self.count = MOST;
            return;
        }
        self.lines.push_str(said);
        self.count += said.matches('\n').count();
        if let Some(surplus @ 1..) = self.count.checked_sub(MOST) {
            let end = self.lines.match_indices('\n').nth(surplus - 1);
            self.lines.drain(..end.map_or(0, |(end, _)| end + 1));
            self.count = MOST;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(numbers: std::ops::RangeInclusive<usize>) -> String {
        numbers.fold(String::new(), |lines, n| lines + &format!("<a> {n}\n"))
    }

    #[test]
    fn the_last_messages_are_kept_however_they_come() {
        for pieces in
            [vec![1, 1, 1], vec![19, 1, 1], vec![20, 20], vec![5, 16], vec![21], vec![50, 3]]
        {
            let mut history = History::default();
            let mut said = 0;
            for piece in &pieces {
                history.add(&lines(said + 1..=said + piece));
                said += piece;
                let kept = said.min(MOST);
                assert_eq!(history.count, kept, "{pieces:?}");
                assert_eq!(history.lines, lines(said + 1 - kept..=said), "{pieces:?}");
            }
        }
    }
}
