//! What the servers speak: how to get in, how to say something, and what a line means.

use std::fmt;

use clap::ValueEnum;

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
    /// The server is ready for a login.
    Prompt,
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
        !matches!(self, Self::Plain)
    }

    /// What client `number` sends to get in. NATS and IRC name the room at once.
    pub fn hello(self, number: usize, room: usize) -> String {
        match self {
            Self::Chat => format!("u{number:04}\n"),
            Self::Broker | Self::Plain => String::new(),
            Self::Irc => {
                format!("NICK u{number:04}\r\nUSER u{number:04} 0 * :load\r\nJOIN #r{room}\r\n")
            }
            Self::Nats => {
                format!("CONNECT {{\"verbose\":false,\"echo\":true}}\r\nSUB r{room} 1\r\nPING\r\n")
            }
        }
    }

    /// A message to a room.
    pub fn say(self, room: usize, text: &str) -> String {
        match self {
            Self::Chat | Self::Broker | Self::Plain => format!("{text}\n"),
            Self::Irc => format!("PRIVMSG #r{room} :{text}\r\n"),
            Self::Nats => format!("PUB r{room} {}\r\n{text}\r\n", text.len()),
        }
    }

    /// What a line means, without its end.
    pub fn read(self, line: &[u8]) -> Line<'_> {
        match self {
            Self::Chat => chat(line),
            Self::Broker => broker(line),
            Self::Irc => irc(line),
            Self::Nats => nats(line),
            Self::Plain => said(line),
        }
    }
}

fn said(text: &[u8]) -> Line<'_> {
    if text.first() == Some(&b'm') { Line::Said(text) } else { Line::Foreign }
}

fn chat(line: &[u8]) -> Line<'_> {
    match line {
        [b'<', b'u', name @ ..] => match name {
            // The name has to be that of the sender whom the text names.
            [a, b, c, d, b'>', b' ', text @ ..]
                if text.len() >= HEAD && text[1..5] == [*a, *b, *c, *d] =>
            {
                said(text)
            }
            _ => Line::Foreign,
        },
        [b'*', b' ', notice @ ..] => notice_of_chat(notice),
        [b'!', ..] => Line::Refused,
        _ => Line::Foreign,
    }
}

fn notice_of_chat(notice: &[u8]) -> Line<'_> {
    if notice.starts_with(b"Welcome, ") || notice.starts_with(b"You're in #r") {
        Line::Welcome
    } else if notice.starts_with(b"Enter your username:") {
        Line::Prompt
    } else {
        joined(notice, b'u', b" joined #lobby")
    }
}

fn broker(line: &[u8]) -> Line<'_> {
    if line.starts_with(b"<") {
        let text = memchr::memmem::find(line, b"> ").map(|end| &line[end + 2..]);
        text.map_or(Line::Foreign, said)
    } else if line.starts_with(b"* Welcome, ") {
        Line::Welcome
    } else if let Some(notice) = line.strip_prefix(b"* user-") {
        // Its names count from 1.
        match joined(notice, 0, b" joined") {
            Line::Joined(number) => number.checked_sub(1).map_or(Line::Other, Line::Joined),
            other => other,
        }
    } else {
        Line::Other
    }
}

/// A notice such as `u0012 joined #lobby`; `letter` is 0 if the number has none before it.
fn joined<'a>(notice: &'a [u8], letter: u8, end: &[u8]) -> Line<'a> {
    let name = notice.strip_suffix(end);
    let digits = match letter {
        0 => name,
        letter => name.and_then(|name| name.strip_prefix(&[letter])),
    };
    digits.and_then(number).map_or(Line::Other, Line::Joined)
}

fn irc(line: &[u8]) -> Line<'_> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if let Some(token) = line.strip_prefix(b"PING") {
        return Line::Ping([b"PONG", token, b"\r\n"].concat());
    }
    let mut words = line.splitn(4, |&byte| byte == b' ');
    let (from, verb) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match verb {
        b"PRIVMSG" => {
            let text = words.nth(1).and_then(|text| text.strip_prefix(b":"));
            text.map_or(Line::Foreign, said)
        }
        // The end of the list of names: the last answer to JOIN.
        b"366" => Line::Welcome,
        b"JOIN" => {
            let nick = from.strip_prefix(b":u").and_then(|from| from.get(..4));
            nick.and_then(number).map_or(Line::Other, Line::Joined)
        }
        b"433" | b"465" => Line::Refused,
        _ => Line::Other,
    }
}

fn nats(line: &[u8]) -> Line<'_> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match line {
        [b'm', ..] => Line::Said(line),
        b"PING" => Line::Ping(b"PONG\r\n".to_vec()),
        b"PONG" => Line::Welcome,
        [b'-', ..] => Line::Refused,
        _ => Line::Other,
    }
}

/// A number in digits. Fast, because it reads two for each delivery.
pub fn number(digits: &[u8]) -> Option<usize> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |sum, &byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| sum * 10 + usize::from(digit))
    })
}
