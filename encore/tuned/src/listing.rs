//! Lists that stay short, however many entries there are.

use std::cmp::{Ordering, Reverse};

use crate::chat::Chat;
use crate::error::ChatError;
use crate::types::UserId;

/// The most entries that a list shows.
const MOST: usize = 50;

impl Chat {
    /// All rooms, those with the most members first.
    pub fn rooms(&self) -> String {
        let rooms = self.rooms.iter().map(|(_, room)| (Reverse(room.members().len()), room.name()));
        let list = capped(
            rooms.collect(),
            |(a, a_name), (b, b_name)| (a, a_name.as_ref()).cmp(&(b, b_name.as_ref())),
            |(Reverse(members), name)| format!("{name} ({members})"),
        );
        format!("* rooms: {list}\n")
    }

    /// Who is in the room of this user.
    pub fn who(&self, user: UserId) -> Result<String, ChatError> {
        let room = self.users.get(user).and_then(|user| self.rooms.get(user.membership.room()));
        let room = room.ok_or(ChatError::Gone)?;
        let members = room.members();
        let users = members.iter().filter_map(|&member| self.users.get(member));
        let names = users.map(|user| (user.name.as_ref().to_ascii_lowercase(), &user.name));
        let list = capped(names.collect(), |(a, _), (b, _)| a.cmp(b), |(_, name)| name.to_string());
        Ok(format!("* in {}: {list}\n", room.name()))
    }
}

/// The first entries in the given order, and how many more there are.
fn capped<T>(
    mut entries: Vec<T>,
    order: impl Fn(&T, &T) -> Ordering,
    show: impl Fn(&T) -> String,
) -> String {
    let more = entries.len().saturating_sub(MOST);
    if more > 0 {
        // Sorting only what is shown keeps a list of thousands cheap.
        entries.select_nth_unstable_by(MOST, &order);
        entries.truncate(MOST);
    }
    entries.sort_unstable_by(&order);
    let mut shown: Vec<String> = entries.iter().map(show).collect();
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::capped;

    fn list(count: usize) -> String {
        capped((1..=count).rev().collect(), usize::cmp, usize::to_string)
    }

    #[test]
    fn short_lists_are_whole_and_sorted() {
        assert_eq!(list(3), "1, 2, 3");
        assert!(list(50).ends_with("49, 50"));
    }

    #[test]
    fn long_lists_say_how_many_more_there_are() {
        assert!(list(51).ends_with(", 49, 50, and 1 more"));
        assert!(list(1000).ends_with(", 49, 50, and 950 more"));
    }
}
