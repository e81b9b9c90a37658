//! What can be set, under one name everywhere.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use tracing::Level;

use crate::config::{ServerConfig, ServerConfigBuilder};
use crate::error::ChatError;

/// A setting: `key = value` in the file, `TUNED_KEY` in the environment, and on the command line
/// `--key` (with `-` for `_`) or `key=value`.
#[derive(Debug)]
pub struct Setting {
    pub key: &'static str,
    /// What its value is, in a word.
    pub value: &'static str,
    pub help: &'static str,
}

/// All of them, in the order in which they are shown.
pub const SETTINGS: &[Setting] = &[
    setting("address", "ADDR", "where to listen"),
    setting("motd", "TEXT", "message of the day, shown after the welcome; none if empty"),
    setting("max_rooms", "N", "most rooms at a time"),
    setting("max_users", "N", "most connections at a time"),
    setting("max_per_address", "N", "most connections from one address, this machine's excepted"),
    setting("login_timeout", "SECONDS", "how long a login may take in all"),
    setting("sendq", "BYTES", "how much may wait for a client that does not read"),
    setting("guest_names", "yes|no", "whether an empty line at login gets a random name"),
    setting("blocked", "WORDS", "words that no message may contain, separated by commas"),
    setting("flood", "N", "most messages a second from one user"),
    setting("metrics", "ADDR", "where /metrics and /health are answered"),
    setting("log_level", "LEVEL", "what is worth a line: error, warn, info, debug or trace"),
    setting("log_dir", "DIR", "a folder for a file a day that has the log with times and users"),
    setting(
        "tls_cert",
        "FILE",
        "certificates in PEM, the server's own first: clients use TLS then",
    ),
    setting("tls_key", "FILE", "the private key of that certificate, in PEM"),
];

const fn setting(key: &'static str, value: &'static str, help: &'static str) -> Setting {
    Setting { key, value, help }
}

/// The name of a setting as the table has it.
pub fn find(key: &str) -> Result<&'static str, ChatError> {
    let found = SETTINGS.iter().find(|setting| setting.key == key);
    found.map(|setting| setting.key).ok_or_else(|| ChatError::UnknownSetting(key.to_owned()))
}

/// All names, for somebody who has used another one.
pub fn names() -> String {
    SETTINGS.iter().map(|setting| setting.key).collect::<Vec<_>>().join(", ")
}

impl ServerConfig {
    /// All settings as they are written on the command line; `None` for what is off.
    pub(crate) fn values(&self) -> Vec<(&'static str, Option<String>)> {
        let value = |key| match key {
            "address" => Some(self.address.to_string()),
            "motd" => Some(self.motd.clone()),
            "max_rooms" => Some(self.max_rooms.to_string()),
            "max_users" => Some(self.max_users.to_string()),
            "max_per_address" => self.max_per_address.as_ref().map(ToString::to_string),
            "login_timeout" => Some(self.login_timeout.as_secs().to_string()),
            "sendq" => Some(self.sendq.to_string()),
            "guest_names" => Some(if self.guest_names { "yes" } else { "no" }.to_owned()),
            "blocked" => Some(self.blocked.join(",")),
            "flood" => self.flood.as_ref().map(ToString::to_string),
            "metrics" => self.metrics.as_ref().map(ToString::to_string),
            "log_level" => Some(self.log_level.to_string().to_lowercase()),
            "log_dir" => shown(self.log_dir.as_ref()),
            "tls_cert" => shown(self.tls_cert.as_ref()),
            "tls_key" => shown(self.tls_key.as_ref()),
            _ => None,
        };
        SETTINGS.iter().map(|setting| (setting.key, value(setting.key))).collect()
    }
}

impl ServerConfigBuilder {
    /// One setting as it is written in any of the places for settings.
    pub fn set(self, key: &str, value: &str) -> Result<Self, ChatError> {
        Ok(match key {
            "address" => self.address(value.try_into()?),
            "motd" => self.motd(value),
            "max_rooms" => self.max_rooms(number("max_rooms", value)?),
            "max_users" => self.max_users(number("max_users", value)?),
            "login_timeout" => {
                self.login_timeout(Duration::from_secs(number("login_timeout", value)?))
            }
            "sendq" => self.sendq(number("sendq", value)?),
            "guest_names" => self.guest_names(yes_or_no("guest_names", value)?),
            "blocked" => self.blocked(value),
            "flood" => self.flood(number("flood", value)?),
            "max_per_address" => self.max_per_address(number("max_per_address", value)?),
            "metrics" => self.metrics(value.try_into()?),
            "log_level" => self.log_level(level(value)?),
            "log_dir" => self.log_dir(path("log_dir", value)?),
            "tls_cert" => self.tls_cert(path("tls_cert", value)?),
            "tls_key" => self.tls_key(path("tls_key", value)?),
            _ => return Err(ChatError::UnknownSetting(key.to_owned())),
        })
    }
}

fn shown(path: Option<&PathBuf>) -> Option<String> {
    path.map(|path| path.to_string_lossy().into_owned())
}

/// An empty one would be this folder, which nobody means.
fn path<'a>(key: &'static str, value: &'a str) -> Result<&'a str, ChatError> {
    if value.is_empty() { Err(ChatError::bad(key, "a path")) } else { Ok(value) }
}

fn level(value: &str) -> Result<Level, ChatError> {
    let levels = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];
    let found = levels.into_iter().find(|level| level.as_str().eq_ignore_ascii_case(value));
    found.ok_or_else(|| ChatError::bad("log_level", "error, warn, info, debug or trace"))
}

fn yes_or_no(key: &'static str, value: &str) -> Result<bool, ChatError> {
    match value {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(ChatError::bad(key, "yes or no")),
    }
}

fn number<T: FromStr>(key: &'static str, value: &str) -> Result<T, ChatError> {
    value.parse().map_err(|_| ChatError::bad(key, "a whole number"))
}
