//! Logging in, which most tests do before they come to their point.

use std::net::SocketAddr;

use crate::Client;

/// The server's first line.
pub const PROMPT: &str = "* Enter your username:";

/// What a server of stage 4 or later says after the welcome unless its `motd` is set.
pub const DEFAULT_MOTD: &str = "* Type /help for commands.";

impl Client {
    /// Connects and logs in; read is all up to the welcome. For stages 1 to 3, and for tests
    /// that want to see what follows.
    ///
    /// # Panics
    /// When the server says anything else.
    #[must_use]
    pub fn login(addr: SocketAddr, name: &str) -> Self {
        let mut client = Self::connect(addr);
        client.log_in(name);
        client
    }

    /// Connects and logs in to a server of stage 4 or later with the default message of the
    /// day, which is read as well.
    ///
    /// # Panics
    /// When the server says anything else.
    #[must_use]
    pub fn join(addr: SocketAddr, name: &str) -> Self {
        let mut client = Self::login(addr, name);
        client.expect(DEFAULT_MOTD);
        client
    }

    /// Logs in on this connection; read is all up to the welcome.
    ///
    /// # Panics
    /// When the server says anything else.
    pub fn log_in(&mut self, name: &str) {
        self.expect(PROMPT);
        self.send(name);
        self.expect_prefix(&format!("* Welcome, {name}!"));
    }
}
