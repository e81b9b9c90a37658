//! What the servers speak: how to get in, how to say something, and what a line means.

mod read;

use std::fmt;

use clap::ValueEnum;

pub use read::number;

/// A message's text starts with `m0012-000345`: its sender and the sender's count of messages.
pub const HEAD: usize = "m0000-000000".len();

/// A language of servers. Each of them is lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Protocol {
    /// The chat contract of the stages.
    Chat,
    /// The broker chat: no login, and nobody hears themselves.
    Broker,
    /// An IRC server (RFC 2812).
    Irc,
    /// NATS core.
    Nats,
    /// Whatever is said comes back to all who are connected.
    Plain,
    /// The same, but nobody hears themselves; `NAME: ` may stand before what is said.
    Others,
}

/// What a line tells a client.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A message with this text.
    Said(&'a [u8]),
    /// A message of somebody who is not the sender that its text names, or none of ours.
    Foreign,
    /// The client's own login, or its change of rooms, is done.
    Welcome,
    /// The same, and the server has given it this number.
    Named(usize),
    /// The server is ready for a login.
    Prompt,
    /// The server knows the client's name, which may go to its room.
    Registered,
    /// Somebody else has come: the number in the name.
    Joined(usize),
    /// Has to be answered by this.
    Ping(Vec<u8>),
    /// The server refuses something.
    Refused,
    /// Nothing that is counted.
    Other,
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Protocol {
    pub fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Broker => "broker",
            Self::Irc => "irc",
            Self::Nats => "nats",
            Self::Plain => "plain",
            Self::Others => "others",
        }
    }

    /// Whether a sender gets its own messages.
    pub fn echoes(self) -> bool {
        matches!(self, Self::Chat | Self::Nats | Self::Plain)
    }

    /// Whether the others are told who comes.
    pub fn has_presence(self) -> bool {
        matches!(self, Self::Chat | Self::Broker | Self::Irc)
    }

    /// Whether there are rooms to spread the clients over.
    pub fn has_rooms(self) -> bool {
        matches!(self, Self::Chat | Self::Irc | Self::Nats)
    }

    /// Whether a connection is told that it may log in.
    pub fn prompts(self) -> bool {
        matches!(self, Self::Chat)
    }

    /// Whether a client is told that it is in.
    pub fn welcomes(self) -> bool {
        !matches!(self, Self::Others)
    }

    /// Whether a client comes in when it says so, and not when it connects.
    pub fn has_login(self) -> bool {
        !matches!(self, Self::Broker | Self::Others)
    }

    /// What client `number` sends first. A broker takes everybody in at once, under names of its
    /// own. A plain server says nothing itself: whoever hears something is in.
    pub fn hello(self, number: usize, room: usize) -> String {
        match self {
            Self::Chat | Self::Others => format!("u{number:04}\n"),
            Self::Plain => format!("hello u{number:04}\n"),
            Self::Broker => format!("/nick u{number:04}\n"),
            Self::Irc => format!("NICK u{number:04}\r\nUSER u{number:04} 0 * :load\r\n"),
            Self::Nats => {
                format!("CONNECT {{\"verbose\":false,\"echo\":true}}\r\nSUB r{room} 1\r\nPING\r\n")
            }
        }
    }

    /// What leads a client that is logged in to its room; nothing if it is there.
    pub fn enter(self, room: usize) -> String {
        match self {
            Self::Chat => format!("/join r{room}\n"),
            Self::Irc => format!("JOIN #r{room}\r\n"),
            _ => String::new(),
        }
    }

    /// A message to a room.
    pub fn say(self, room: usize, text: &str) -> String {
        match self {
            Self::Chat | Self::Broker | Self::Plain | Self::Others => format!("{text}\n"),
            Self::Irc => format!("PRIVMSG #r{room} :{text}\r\n"),
            Self::Nats => format!("PUB r{room} {}\r\n{text}\r\n", text.len()),
        }
    }

    /// What a line means, without its end.
    pub fn read(self, line: &[u8]) -> Line<'_> {
        match self {
            Self::Chat => read::chat(line),
            Self::Broker => read::broker(line),
            Self::Irc => read::irc(line),
            Self::Nats => read::nats(line),
            Self::Plain => read::plain(line),
            Self::Others => read::others(line),
        }
    }
}
