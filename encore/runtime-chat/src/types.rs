//! Names, ids and addresses: strings and numbers that cannot be mixed up.

use std::fmt;

use crate::error::ChatError;

/// The most characters in the name of a user.
const MAX_NAME: usize = 20;

/// Names that would let a user pass for the server.
const RESERVED: [&str; 3] = ["server", "system", "admin"];

/// What the names begin with that the server gives.
const NUMBERED: &str = "user-";

/// Which connection, counted from 1. A number is never used again, so a late
/// request of a client that is gone finds nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserId(u64);

impl UserId {
    pub fn first() -> Self {
        Self(1)
    }

    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A valid user name, spelled as its owner spelled it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserName(String);

impl UserName {
    /// The name that a connection has until it chooses another.
    pub fn of(id: UserId) -> Self {
        Self(format!("{NUMBERED}{}", id.0))
    }

    /// Whether somebody who types `name` means this user.
    pub fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }

    /// Whether it looks like a name that the server gives. Nobody may take the
    /// name of somebody who is still to come.
    pub fn is_numbered(&self) -> bool {
        let (start, number) = self.0.split_at(self.0.len().min(NUMBERED.len()));
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        start.eq_ignore_ascii_case(NUMBERED) && is_number
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
    fn numbered_names_are_told_from_others() {
        assert!(UserName::of(UserId::first().next()).is("user-2"));
        for (name, is_numbered) in [
            ("user-7", true),
            ("User-007", true),
            ("user", false),
            ("user-", false),
            ("u-7", false),
        ] {
            assert_eq!(UserName::try_from(name).unwrap().is_numbered(), is_numbered, "{name}");
        }
        assert!(!UserName::try_from("user-7a").unwrap().is_numbered());
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
}
