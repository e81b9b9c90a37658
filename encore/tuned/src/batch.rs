//! What one client says in a row.

use std::borrow::Cow;
use std::collections::VecDeque;

use crate::room::{Message, remember};
use crate::types::UserName;

/// Messages of one user, to be delivered in one piece.
#[derive(Debug, Default)]
pub struct Batch {
    lines: String,
    /// The last of them, for those who come later.
    pub(crate) recent: VecDeque<Message>,
}

impl Batch {
    pub fn add(&mut self, from: &UserName, text: Cow<'_, str>) {
        for part in ["<", from.as_ref(), "> ", &text, "\n"] {
            self.lines.push_str(part);
        }
        let (from, text) = (from.clone(), text.into_owned());
        remember(&mut self.recent, Message { from, text });
    }

    /// The lines as the members will see them.
    pub fn lines(&self) -> &str {
        &self.lines
    }
}
