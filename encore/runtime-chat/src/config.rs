//! What the command line says, checked before the server starts.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use crate::error::ChatError;
use crate::types::ListenAddr;

/// The keys that `key=value` arguments may have.
pub const SETTINGS: &str = "max_users, sendq";

/// What `--help` shows.
pub const USAGE: &str = "\
usage: runtime-chat [ADDR] [--unix PATH] [key=value ...]

A chat server in which one task owns all state, on a runtime of our own.
Everybody hears everybody else; nobody logs in, and names are changed with /nick.

  ADDR             where to listen [default: 127.0.0.1:8080; port 0 takes a free one]
  --unix PATH      listen on this Unix socket as well, which is open to its owner
                   alone and is removed at the end
  max_users=N      the most connections at a time [default: 100]
  sendq=BYTES      the most that may wait for one client [default: 1048576]

SIGINT and SIGTERM end it after everybody has got what is waiting.
";

/// The smallest queue in which a message always finds room before it is full.
const MIN_SENDQ: usize = 16 * 1024;

/// The settings of a server. Only `from_args` makes one, so they are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerConfig {
    pub(crate) address: ListenAddr,
    /// Where to listen as well.
    pub(crate) unix: Option<PathBuf>,
    /// The most connections at a time.
    pub(crate) max_users: usize,
    /// The most bytes that may wait for one client.
    pub(crate) sendq: usize,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self { address: ListenAddr::default(), unix: None, max_users: 100, sendq: 1024 * 1024 }
    }
}

impl ServerConfig {
    /// The settings from a command line: `[ADDR] [--unix PATH] [key=value ...]`.
    /// `None` if somebody asks for help instead.
    pub fn from_args(args: impl IntoIterator<Item = OsString>) -> Result<Option<Self>, ChatError> {
        let mut config = Self::default();
        let mut args = args.into_iter().enumerate();
        while let Some((position, arg)) = args.next() {
            let text = arg.to_string_lossy();
            match text.split_once('=') {
                Some((key, value)) if !key.starts_with('-') => config.set(key, value)?,
                None if text == "--help" || text == "-h" => return Ok(None),
                None if text == "--unix" => {
                    let path = args.next().filter(|(_, path)| !path.is_empty());
                    let (_, path) = path.ok_or_else(|| bad("--unix", "a path"))?;
                    config.unix = Some(path.into());
                }
                None if position == 0 => config.address = text.as_ref().try_into()?,
                _ => return Err(ChatError::UnexpectedArgument(text.into_owned())),
            }
        }
        Ok(Some(config))
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), ChatError> {
        match key {
            "max_users" => self.max_users = number("max_users", value, 1..=1_000_000)?,
            "sendq" => self.sendq = number("sendq", value, MIN_SENDQ..=1 << 30)?,
            _ => return Err(ChatError::UnknownSetting(key.to_owned())),
        }
        Ok(())
    }
}

fn bad(key: &'static str, expected: impl Into<String>) -> ChatError {
    ChatError::BadSetting(key, expected.into())
}

fn number(
    key: &'static str,
    value: &str,
    range: RangeInclusive<usize>,
) -> Result<usize, ChatError> {
    let number = value.parse().map_err(|_| bad(key, "a whole number"))?;
    if !range.contains(&number) {
        let (min, max) = (range.start(), range.end());
        return Err(bad(key, format!("a whole number from {min} to {max}")));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_args(args: &[&str]) -> Result<Option<ServerConfig>, String> {
        let args = args.iter().map(OsString::from);
        ServerConfig::from_args(args).map_err(|error| error.to_string())
    }

    #[test]
    fn arguments_in_any_order_after_the_address() {
        let config =
            from_args(&["localhost:0", "sendq=20000", "--unix", "/tmp/a=b", "max_users=7"]);
        let config = config.unwrap().unwrap();
        assert_eq!(config.address.as_ref(), "localhost:0");
        assert_eq!(config.unix, Some("/tmp/a=b".into()));
        assert_eq!((config.sendq, config.max_users), (20_000, 7));
        assert_eq!(from_args(&[]).unwrap(), Some(ServerConfig::default()));
        assert_eq!(from_args(&["localhost:0", "--help"]).unwrap(), None);
    }

    #[test]
    fn bad_arguments_are_named() {
        for (args, expected) in [
            (&["8080"][..], "\"8080\" is not an address"),
            (&["max_users=many"], "bad value for max_users: expected a whole number"),
            (&["sendq=1"], "bad value for sendq: expected a whole number from 16384 to"),
            (&["color=red"], "unknown setting \"color\": expected one of max_users, sendq"),
            (&["127.0.0.1:0", "more"], "unexpected argument \"more\""),
            (&["127.0.0.1:0", "--unix=x"], "unexpected argument \"--unix=x\""),
            (&["--unix"], "bad value for --unix: expected a path"),
        ] {
            let error = from_args(args).unwrap_err();
            assert!(error.starts_with(expected), "{args:?}: {error}");
        }
    }
}
