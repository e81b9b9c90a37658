//! Settings, checked before the server starts.

use std::str::FromStr;
use std::time::Duration;

use crate::error::ChatError;
use crate::text;
use crate::types::ListenAddr;

/// The keys that `key=value` arguments may have.
pub const SETTINGS: &str =
    "motd, max_rooms, max_users, login_timeout, sendq, blocked, flood, metrics, max_per_address";

/// The settings of a server. Only `build()` makes one, so they are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerConfig {
    pub(crate) address: ListenAddr,
    pub(crate) motd: String,
    /// The most rooms at a time, the lobby included.
    pub(crate) max_rooms: usize,
    /// The most connections at a time, logged in or not.
    pub(crate) max_users: usize,
    /// How long a login may take in all.
    pub(crate) login_timeout: Duration,
    /// The most bytes that may wait for one client.
    pub(crate) sendq: usize,
    /// Words that nobody may use, in lower case.
    pub(crate) blocked: Vec<String>,
    /// The most messages a second from one user.
    pub(crate) flood: Option<usize>,
    /// The most connections from one address, this machine's own excepted.
    pub(crate) max_per_address: Option<usize>,
    /// Where to answer those who watch the server, if anywhere.
    pub(crate) metrics: Option<ListenAddr>,
}

impl ServerConfig {
    pub fn builder() -> ServerConfigBuilder {
        ServerConfigBuilder {
            draft: Self {
                address: ListenAddr::default(),
                motd: "Type /help for commands.".to_owned(),
                max_rooms: 50,
                max_users: 100,
                login_timeout: Duration::from_secs(30),
                sendq: 1024 * 1024,
                blocked: Vec::new(),
                flood: None,
                metrics: None,
                max_per_address: None,
            },
        }
    }

    /// The settings from a command line: `[ADDR] [key=value ...]`.
    pub fn from_args(args: impl IntoIterator<Item = String>) -> Result<Self, ChatError> {
        let mut builder = Self::builder();
        for (position, arg) in args.into_iter().enumerate() {
            builder = match arg.split_once('=') {
                Some((key, value)) => builder.set(key, value)?,
                None if position == 0 => builder.address(arg.as_str().try_into()?),
                None => return Err(ChatError::UnexpectedArgument(arg)),
            };
        }
        builder.build()
    }
}

/// Settings on their way to a [`ServerConfig`].
#[derive(Debug, Clone)]
pub struct ServerConfigBuilder {
    draft: ServerConfig,
}

impl ServerConfigBuilder {
    #[must_use]
    pub fn address(mut self, address: ListenAddr) -> Self {
        self.draft.address = address;
        self
    }

    /// The message of the day, shown after the welcome; none if empty.
    #[must_use]
    pub fn motd(mut self, text: &str) -> Self {
        text.trim().clone_into(&mut self.draft.motd);
        self
    }

    #[must_use]
    pub fn max_rooms(mut self, rooms: usize) -> Self {
        self.draft.max_rooms = rooms;
        self
    }

    #[must_use]
    pub fn max_users(mut self, users: usize) -> Self {
        self.draft.max_users = users;
        self
    }

    #[must_use]
    pub fn login_timeout(mut self, timeout: Duration) -> Self {
        self.draft.login_timeout = timeout;
        self
    }

    #[must_use]
    pub fn sendq(mut self, bytes: usize) -> Self {
        self.draft.sendq = bytes;
        self
    }

    /// Words that nobody may use, separated by commas.
    #[must_use]
    pub fn blocked(mut self, words: &str) -> Self {
        let words = words.split(',').map(|word| word.trim().to_lowercase());
        self.draft.blocked = words.filter(|word| !word.is_empty()).collect();
        self
    }

    /// The most messages a second from one user.
    #[must_use]
    pub fn flood(mut self, messages: usize) -> Self {
        self.draft.flood = Some(messages);
        self
    }

    /// The most connections from one address, this machine's own excepted.
    #[must_use]
    pub fn max_per_address(mut self, connections: usize) -> Self {
        self.draft.max_per_address = Some(connections);
        self
    }

    /// Where metrics and the state of health can be had, for everybody who gets there.
    #[must_use]
    pub fn metrics(mut self, address: ListenAddr) -> Self {
        self.draft.metrics = Some(address);
        self
    }

    /// One setting as it is written on the command line.
    pub fn set(self, key: &str, value: &str) -> Result<Self, ChatError> {
        Ok(match key {
            "motd" => self.motd(value),
            "max_rooms" => self.max_rooms(number("max_rooms", value)?),
            "max_users" => self.max_users(number("max_users", value)?),
            "login_timeout" => {
                self.login_timeout(Duration::from_secs(number("login_timeout", value)?))
            }
            "sendq" => self.sendq(number("sendq", value)?),
            "blocked" => self.blocked(value),
            "flood" => self.flood(number("flood", value)?),
            "max_per_address" => self.max_per_address(number("max_per_address", value)?),
            "metrics" => self.metrics(value.try_into()?),
            _ => return Err(ChatError::UnknownSetting(key.to_owned())),
        })
    }

    /// Checks that the settings make sense.
    pub fn build(self) -> Result<ServerConfig, ChatError> {
        let draft = self.draft;
        if !text::clean(draft.motd.as_bytes()).is_ok_and(|clean| clean == draft.motd) {
            return Err(bad("motd", "text without control characters"));
        }
        if !draft.blocked.iter().all(|word| word.chars().all(char::is_alphanumeric)) {
            return Err(bad("blocked", "words of letters and digits, separated by commas"));
        }
        in_range("max_rooms", draft.max_rooms, 1, 1_000_000)?;
        in_range("max_users", draft.max_users, 1, 1_000_000)?;
        let seconds = usize::try_from(draft.login_timeout.as_secs());
        in_range("login_timeout", seconds.unwrap_or(usize::MAX), 1, 86_400)?;
        in_range("sendq", draft.sendq, 4096, 1 << 30)?;
        in_range("flood", draft.flood.unwrap_or(1), 1, 1_000_000)?;
        in_range("max_per_address", draft.max_per_address.unwrap_or(1), 1, 1_000_000)?;
        Ok(draft)
    }
}

fn bad(key: &'static str, expected: impl Into<String>) -> ChatError {
    ChatError::BadSetting(key, expected.into())
}

fn number<T: FromStr>(key: &'static str, value: &str) -> Result<T, ChatError> {
    value.parse().map_err(|_| bad(key, "a whole number"))
}

fn in_range(key: &'static str, value: usize, min: usize, max: usize) -> Result<(), ChatError> {
    if !(min..=max).contains(&value) {
        return Err(bad(key, format!("a whole number from {min} to {max}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_args(args: &[&str]) -> Result<ServerConfig, String> {
        let args = args.iter().map(ToString::to_string);
        ServerConfig::from_args(args).map_err(|error| error.to_string())
    }

    #[test]
    fn arguments_in_any_order_after_the_address() {
        let config =
            from_args(&["localhost:0", "flood=3", "blocked=Spam, eggs,", "motd="]).unwrap();
        assert_eq!(config.address.as_ref(), "localhost:0");
        assert_eq!(config.flood, Some(3));
        assert_eq!(config.blocked, ["spam", "eggs"]);
        assert_eq!(config.motd, "");
        assert_eq!(from_args(&["max_rooms=7"]).unwrap().max_rooms, 7);
    }

    #[test]
    fn bad_arguments_are_named() {
        for (arg, expected) in [
            ("8080", "\"8080\" is not an address"),
            ("max_rooms=many", "bad value for max_rooms: expected a whole number"),
            ("max_rooms=0", "bad value for max_rooms: expected a whole number from 1 to 1000000"),
            ("motd=\u{1b}[2J", "bad value for motd"),
            ("blocked=a b", "bad value for blocked"),
            ("flood=0", "bad value for flood"),
            ("max_per_address=0", "bad value for max_per_address"),
            ("metrics=9090", "\"9090\" is not an address"),
            ("color=red", "unknown setting \"color\": expected one of motd, max_rooms,"),
        ] {
            let error = from_args(&[arg]).unwrap_err();
            assert!(error.starts_with(expected), "{arg}: {error}");
        }
        let error = from_args(&["127.0.0.1:0", "more"]).unwrap_err();
        assert!(error.starts_with("unexpected argument \"more\""), "{error}");
    }
}
