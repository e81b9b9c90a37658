//! What can be set, under one name everywhere.

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
