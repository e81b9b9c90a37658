//! What one client says in a row.

use crate::types::UserName;

/// Messages of one user, to be delivered in one piece.
#[derive(Debug, Default)]
pub struct Batch {
    lines: String,
    count: u64,
}

impl Batch {
    pub fn add(&mut self, from: &UserName, text: &str) {
        for part in ["<", from.as_ref(), "> ", text, "\n"] {
            self.lines.push_str(part);
        }
        self.count += 1;
    }

    /// The lines as the members will see them.
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// How many messages they are.
    pub fn count(&self) -> u64 {
        self.count
    }

    pub fn clear(&mut self) {
        self.lines.clear();
        self.count = 0;
    }
}
