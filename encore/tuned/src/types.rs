//! Names, ids and addresses: strings and numbers that cannot be mixed up.

use std::fmt;

use crate::error::ChatError;
use crate::slots::Slot;

/// The most characters in the name of a user or a room.
const MAX_NAME: usize = 20;

/// Names that would let a user pass for the server.
const RESERVED: [&str; 3] = ["server", "system", "admin"];

/// A valid user name, spelled as its owner spelled it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserName(String);

impl UserName {
    /// Whether somebody who types `name` means this user.
    fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }

    /// What all spellings of this name have in common.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl TryFrom<&str> for UserName {
    type Error = ChatError;

    fn try_from(text: &str) -> Result<Self, ChatError> {
        let name = text.trim();
        let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !starts_well || name.len() > MAX_NAME || !name.chars().all(allowed) {
            return Err(ChatError::InvalidName);
        }
        let name = Self(name.to_owned());
        if RESERVED.iter().any(|reserved| name.is(reserved)) {
            return Err(ChatError::ReservedName(name));
        }
        Ok(name)
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for UserName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A valid room name: lower case, without the `#` that it is shown with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoomName(String);

impl RoomName {
    /// The room that everybody enters first and that is always there.
    pub fn lobby() -> Self {
        Self("lobby".to_owned())
    }
}

impl TryFrom<&str> for RoomName {
    type Error = ChatError;

    fn try_from(text: &str) -> Result<Self, ChatError> {
        let name = text.trim();
        let name = name.strip_prefix('#').unwrap_or(name).to_ascii_lowercase();
        let allowed = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-');
        if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(allowed) {
            return Err(ChatError::InvalidRoom);
        }
        Ok(Self(name))
    }
}

impl fmt::Display for RoomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl AsRef<str> for RoomName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Which user of the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserId(Slot);

impl From<Slot> for UserId {
    fn from(slot: Slot) -> Self {
        Self(slot)
    }
}

impl From<UserId> for Slot {
    fn from(id: UserId) -> Self {
        id.0
    }
}

/// Which room of the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomId(Slot);

impl From<Slot> for RoomId {
    fn from(slot: Slot) -> Self {
        Self(slot)
    }
}

impl From<RoomId> for Slot {
    fn from(id: RoomId) -> Self {
        id.0
    }
}

/// Where to listen: `HOST:PORT`, not yet looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenAddr(String);

impl TryFrom<&str> for ListenAddr {
    type Error = ChatError;

    fn try_from(text: &str) -> Result<Self, ChatError> {
        let (host, port) = text.rsplit_once(':').unwrap_or_default();
        let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_graphic());
        if !is_host || port.parse::<u16>().is_err() {
            return Err(ChatError::BadAddress(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl Default for ListenAddr {
    fn default() -> Self {
        Self("127.0.0.1:8080".to_owned())
    }
}

impl fmt::Display for ListenAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for ListenAddr {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names() {
        for good in ["a", "Alice", "b-2_c", "abcdefghijklmnopqrst", "  bob "] {
            let name = UserName::try_from(good).unwrap();
            assert_eq!(name.to_string(), good.trim());
        }
        let long = "abcdefghijklmnopqrstu";
        for bad in ["", " ", "2bob", "-bob", "a b", "<bob>", "\u{430}lice", "a\u{1b}", long] {
            let refused = UserName::try_from(bad);
            assert!(matches!(refused, Err(ChatError::InvalidName)), "{bad:?}");
        }
        for reserved in ["server", "System", "ADMIN"] {
            let refused = UserName::try_from(reserved);
            assert!(matches!(refused, Err(ChatError::ReservedName(_))));
        }
    }

    #[test]
    fn addresses() {
        for good in ["127.0.0.1:0", "localhost:8080", "[::1]:65535"] {
            assert!(ListenAddr::try_from(good).is_ok(), "{good}");
        }
        for bad in ["", "8080", ":8080", "localhost", "localhost:", "localhost:65536", "a\nb:1"] {
            assert!(ListenAddr::try_from(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn room_names() {
        for (typed, name) in [("rust", "#rust"), ("#Rust", "#rust"), (" 2_x- ", "#2_x-")] {
            assert_eq!(RoomName::try_from(typed).unwrap().to_string(), name);
        }
        for bad in ["", "#", "##x", "a b", "caf\u{e9}", "abcdefghijklmnopqrstu"] {
            assert!(RoomName::try_from(bad).is_err(), "{bad:?}");
        }
    }
}
