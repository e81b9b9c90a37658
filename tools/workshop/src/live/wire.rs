//! What a page says, and what it hears.

use serde::{Deserialize, Serialize};

/// From a page. Clients are those of the session, by their place in the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Ask {
    /// Connect this client to the server.
    Open { client: usize },
    /// Send a line, whose end is added.
    Line { client: usize, text: String },
    /// Shut the sending side, as Ctrl-D does.
    End { client: usize },
    /// Close the connection.
    Close { client: usize },
    /// Play the scenario from its beginning.
    Play,
    /// Leave the rest to the reader.
    Take,
}

/// To a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Tell {
    /// The server runs, and these may connect.
    Ready { stage: u8, title: String, clients: Vec<String> },
    /// A client is connected.
    Opened { client: usize },
    /// A client's connection is closed.
    Closed { client: usize },
    /// What the server sent to a client.
    Data { client: usize, text: String },
    /// What the scenario sends, as a person would see it.
    Typed { client: usize, text: String },
    /// What the scenario, or the session, says to the reader.
    Note { text: String },
    /// A piece of the server's log.
    Log { text: String },
    /// The server has ended.
    Ended { how: String },
    /// The scenario is at this step.
    Playing { step: usize, of: usize },
    /// The scenario is no longer played; `whole` if it came to its end.
    Played { whole: bool },
    /// This cannot be had; the socket closes.
    Refused { why: String },
}

impl Tell {
    /// As a message.
    pub fn json(&self) -> String {
        // Strings and numbers: nothing here can fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    pub fn note(text: impl Into<String>) -> Self {
        Self::Note { text: text.into() }
    }
}
