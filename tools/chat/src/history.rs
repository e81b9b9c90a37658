//! The lines that the user has sent, to bring them back.

use std::collections::VecDeque;

/// How many are kept.
const KEPT: usize = 200;

/// Sent lines, and which of them is shown.
#[derive(Debug, Default)]
pub struct History {
    lines: VecDeque<String>,
    /// How many steps back from the newest; 0 is the line that is being written.
    back: usize,
    /// What was being written when the user began to look back.
    draft: String,
}

impl History {
    /// Keeps a line, unless it is the same as the one before.
    pub fn add(&mut self, line: &str) {
        self.back = 0;
        if self.lines.back().is_some_and(|last| last == line) {
            return;
        }
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back(line.to_owned());
    }

    /// The line before the one shown; `None` at the oldest.
    pub fn older(&mut self, written: &str) -> Option<String> {
        let index = self.lines.len().checked_sub(self.back + 1)?;
        if self.back == 0 {
            written.clone_into(&mut self.draft);
        }
        self.back += 1;
        self.lines.get(index).cloned()
    }

    /// The line after the one shown, at last what was being written; `None` from there.
    pub fn newer(&mut self) -> Option<String> {
        self.back = self.back.checked_sub(1)?;
        if self.back == 0 {
            return Some(std::mem::take(&mut self.draft));
        }
        self.lines.get(self.lines.len() - self.back).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(lines: &[&str]) -> History {
        let mut history = History::default();
        for line in lines {
            history.add(line);
        }
        history
    }

    #[test]
    fn back_and_forth() {
        let mut history = sent(&["one", "two"]);
        assert_eq!(history.older("dra").as_deref(), Some("two"));
        assert_eq!(history.older("two").as_deref(), Some("one"));
        assert_eq!(history.older("one"), None);
        assert_eq!(history.newer().as_deref(), Some("two"));
        assert_eq!(history.newer().as_deref(), Some("dra"));
        assert_eq!(history.newer(), None);
    }

    #[test]
    fn sending_starts_at_the_newest_again() {
        let mut history = sent(&["one", "two"]);
        history.older("");
        history.older("");
        history.add("three");
        assert_eq!(history.older("").as_deref(), Some("three"));
    }

    #[test]
    fn the_same_line_is_kept_once_and_old_ones_go() {
        let mut history = sent(&["same", "same"]);
        assert_eq!(history.older("").as_deref(), Some("same"));
        assert_eq!(history.older(""), None);
        let many: Vec<String> = (0..=KEPT).map(|n| n.to_string()).collect();
        let mut history = sent(&many.iter().map(String::as_str).collect::<Vec<_>>());
        let oldest = std::iter::from_fn(|| history.older("")).last();
        assert_eq!(oldest.as_deref(), Some("1"));
    }
}
