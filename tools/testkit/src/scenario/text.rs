//! The text of one line of a scenario: escapes, repetitions and the counter of a `repeat`.

use std::iter::Peekable;
use std::str::Chars;

use crate::escape::{Escaped, read_escape};

/// What a client sends or sees, as it is written in the scenario and as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    source: String,
    parts: Vec<Part>,
    ending: Ending,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Bytes(Vec<u8>),
    /// `{20*ab}`
    Repeated {
        times: usize,
        bytes: Vec<u8>,
    },
    /// `{n}`, or `{n+5}`, which adds 5
    Counter {
        offset: usize,
    },
}

/// How a text stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With the end of the line.
    Newline,
    /// `\c`: here, in the middle of the line.
    Open,
    /// `{...}`: anything may follow.
    Anything,
}

impl Text {
    /// Reads the text of a line; the error says what is wrong with it.
    pub fn parse(source: &str) -> Result<Self, String> {
        if source.ends_with([' ', '\t']) {
            return Err("a blank at the end is lost in editors: write \\x20".to_owned());
        }
        let mut text =
            Self { source: source.to_owned(), parts: Vec::new(), ending: Ending::Newline };
        let mut rest = source.chars().peekable();
        while let Some(character) = rest.next() {
            if text.ending != Ending::Newline {
                return Err("nothing can follow \\c or {...}".to_owned());
            }
            match character {
                '\\' => text.escaped(read_escape(&mut rest)?),
                '{' => text.group(&mut rest)?,
                _ => text.push(character.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        Ok(text)
    }

    /// As it is written in the scenario.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// How it stops.
    #[must_use]
    pub fn ending(&self) -> Ending {
        self.ending
    }

    /// Whether it counts the rounds of a `repeat`.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Counter { .. }))
    }

    /// Its bytes in round `n` of a `repeat`, without the end of the line.
    #[must_use]
    pub fn bytes(&self, n: usize) -> Vec<u8> {
        let mut all = Vec::new();
        for part in &self.parts {
            match part {
                Part::Bytes(bytes) => all.extend_from_slice(bytes),
                Part::Repeated { times, bytes } => all.extend(bytes.repeat(*times)),
                Part::Counter { offset } => all.extend((n + offset).to_string().into_bytes()),
            }
        }
        all
    }

    /// Whether a line that came is this one.
    #[must_use]
    pub fn matches(&self, line: &[u8], n: usize) -> bool {
        match self.ending {
            Ending::Anything => line.starts_with(&self.bytes(n)),
            Ending::Newline | Ending::Open => line == self.bytes(n),
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        match self.parts.last_mut() {
            Some(Part::Bytes(last)) => last.extend_from_slice(bytes),
            _ => self.parts.push(Part::Bytes(bytes.to_vec())),
        }
    }

    fn escaped(&mut self, escaped: Escaped) {
        match escaped {
            Escaped::Byte(byte) => self.push(&[byte]),
            Escaped::Char(character) => self.push(character.encode_utf8(&mut [0; 4]).as_bytes()),
            Escaped::NoNewline => self.ending = Ending::Open,
        }
    }

    /// Reads what stands in braces; the opening one is taken already.
    fn group(&mut self, rest: &mut Peekable<Chars<'_>>) -> Result<(), String> {
        let inside = until_brace(rest)?;
        if inside == "..." {
            self.ending = Ending::Anything;
        } else if inside == "n" {
            self.parts.push(Part::Counter { offset: 0 });
        } else if let Some(offset) = inside.strip_prefix("n+").and_then(|n| n.parse().ok()) {
            self.parts.push(Part::Counter { offset });
        } else if let Some((times, repeated)) = inside.split_once('*') {
            let times = times.parse().map_err(|_| format!("{times:?} is not a number"))?;
            let repeated = Self::parse(repeated)?;
            if repeated.counts() || repeated.ending != Ending::Newline {
                return Err("only text and escapes can be repeated".to_owned());
            }
            self.parts.push(Part::Repeated { times, bytes: repeated.bytes(0) });
        } else {
            return Err(format!(
                "{{{inside}}} is none of {{20*text}}, {{n}}, {{n+5}}, {{...}}; \
                 write \\{{ for the brace itself"
            ));
        }
        Ok(())
    }
}

fn until_brace(rest: &mut Peekable<Chars<'_>>) -> Result<String, String> {
    let mut inside = String::new();
    while let Some(character) = rest.next() {
        match character {
            '}' => return Ok(inside),
            '\\' => {
                inside.push('\\');
                inside.extend(rest.next());
            }
            _ => inside.push(character),
        }
    }
    Err("a { without its }: write \\{ for the brace itself".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(source: &str) -> Vec<u8> {
        Text::parse(source).unwrap().bytes(3)
    }

    #[test]
    fn plain_text_and_escapes_become_bytes() {
        assert_eq!(bytes("hello, 🦀"), "hello, 🦀".as_bytes());
        assert_eq!(bytes(r"a\r\n\t\0\e\\\xff\u{e9}\{\}}"), b"a\r\n\t\0\x1b\\\xff\xc3\xa9{}}");
    }

    #[test]
    fn repetitions_and_the_counter_are_filled_in() {
        assert_eq!(bytes("<{3*ab}>"), b"<ababab>");
        assert_eq!(bytes(r"{2*\xff\}}"), b"\xff}\xff}");
        assert_eq!(bytes("line {n} of {n+17}"), b"line 3 of 20");
    }

    #[test]
    fn the_ending_says_whether_a_newline_follows() {
        assert_eq!(Text::parse("a").unwrap().ending(), Ending::Newline);
        assert_eq!(Text::parse(r"a\c").unwrap().ending(), Ending::Open);
        assert_eq!(Text::parse("a{...}").unwrap().ending(), Ending::Anything);
    }

    #[test]
    fn a_prefix_matches_more_and_a_whole_text_does_not() {
        let prefix = Text::parse("* /join{...}").unwrap();
        assert!(prefix.matches(b"* /join ROOM: go there", 0));
        assert!(!prefix.matches(b"* /nick", 0));
        assert!(!Text::parse("* /join").unwrap().matches(b"* /join ROOM", 0));
    }

    #[test]
    fn mistakes_are_refused() {
        for source in ["{", "{x}", "{x*a}", "{2*{n}}", r"{2*a\c}", r"a\cb", "{...}b", "a ", r"\q"] {
            assert!(Text::parse(source).is_err(), "{source:?} was accepted");
        }
    }
}
