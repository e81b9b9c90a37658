//! What one client says in a row.

use crate::types::UserName;

/// Messages of one user, to be delivered in one piece: as the members will see them.
#[derive(Debug, Default)]
pub struct Batch(String);

impl Batch {
    pub fn add(&mut self, from: &UserName, text: &str) {
        for part in ["<", from.as_ref(), "> ", text, "\n"] {
            self.0.push_str(part);
        }
    }

    pub fn lines(&self) -> &str {
        &self.0
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}
