//! Settings, checked before the server starts.

use std::path::PathBuf;
use std::time::Duration;

use tracing::Level;

use crate::error::ChatError;
use crate::text;
use crate::types::ListenAddr;

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
    /// Whether an empty line at login gets a random name.
    pub(crate) guest_names: bool,
    /// Words that nobody may use, in lower case.
    pub(crate) blocked: Vec<String>,
    /// The most messages a second from one user.
    pub(crate) flood: Option<usize>,
    /// The most connections from one address, this machine's own excepted.
    pub(crate) max_per_address: Option<usize>,
    /// Where to answer those who watch the server, if anywhere.
    pub(crate) metrics: Option<ListenAddr>,
    /// What is logged: this, and what is graver.
    pub(crate) log_level: Level,
    /// Where a file a day has the log, if anywhere.
    pub(crate) log_dir: Option<PathBuf>,
    /// Clients use TLS if there are certificates, and the key of the first of them.
    pub(crate) tls_cert: Option<PathBuf>,
    pub(crate) tls_key: Option<PathBuf>,
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
                guest_names: true,
                blocked: Vec::new(),
                flood: None,
                metrics: None,
                log_level: Level::INFO,
                log_dir: None,
                tls_cert: None,
                tls_key: None,
                max_per_address: None,
            },
        }
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

    /// Whether an empty line at login gets a random name.
    #[must_use]
    pub fn guest_names(mut self, yes: bool) -> Self {
        self.draft.guest_names = yes;
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

    /// What is logged: this, and what is graver.
    #[must_use]
    pub fn log_level(mut self, level: Level) -> Self {
        self.draft.log_level = level;
        self
    }

    /// Where to keep a log file for each day, besides standard error.
    #[must_use]
    pub fn log_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.draft.log_dir = Some(directory.into());
        self
    }

    /// Certificates in PEM, the server's own first, for clients that use TLS then.
    #[must_use]
    pub fn tls_cert(mut self, file: impl Into<PathBuf>) -> Self {
        self.draft.tls_cert = Some(file.into());
        self
    }

    /// The private key of that certificate, in PEM.
    #[must_use]
    pub fn tls_key(mut self, file: impl Into<PathBuf>) -> Self {
        self.draft.tls_key = Some(file.into());
        self
    }

    /// Checks that the settings make sense.
    pub fn build(self) -> Result<ServerConfig, ChatError> {
        let draft = self.draft;
        if !text::clean(draft.motd.as_bytes()).is_ok_and(|clean| clean == draft.motd) {
            return Err(ChatError::bad("motd", "text without control characters"));
        }
        if !draft.blocked.iter().all(|word| word.chars().all(char::is_alphanumeric)) {
            return Err(ChatError::bad(
                "blocked",
                "words of letters and digits, separated by commas",
            ));
        }
        match (&draft.tls_cert, &draft.tls_key) {
            (Some(_), None) => return Err(ChatError::bad("tls_cert", "tls_key as well")),
            (None, Some(_)) => return Err(ChatError::bad("tls_key", "tls_cert as well")),
            _ => {}
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

fn in_range(key: &'static str, value: usize, min: usize, max: usize) -> Result<(), ChatError> {
    if !(min..=max).contains(&value) {
        return Err(ChatError::bad(key, format!("a whole number from {min} to {max}")));
    }
    Ok(())
}
