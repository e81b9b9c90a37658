//! Bytes as readable text, and back.
//!
//! `\r \n \t \0 \e \\ \{` stand for themselves as usual, `\xNN` for one byte and `\u{NNNN}` for
//! one character.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

/// Writes bytes so that a person sees every one of them: text as it is, what a terminal would
/// act upon or hide as an escape.
#[must_use]
pub fn show(bytes: &[u8]) -> String {
    let mut shown = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            show_char(character, &mut shown);
        }
        for byte in chunk.invalid() {
            show_byte(*byte, &mut shown);
        }
    }
    shown
}

fn show_char(character: char, shown: &mut String) {
    match character {
        '\r' => shown.push_str("\\r"),
        '\n' => shown.push_str("\\n"),
        '\t' => shown.push_str("\\t"),
        '\0' => shown.push_str("\\0"),
        '\x1b' => shown.push_str("\\e"),
        '\\' => shown.push_str("\\\\"),
        _ if character.is_ascii_control() => show_byte(character as u8, shown),
        _ if character.is_control() || is_invisible(character) => {
            shown.extend(character.escape_unicode());
        }
        _ => shown.push(character),
    }
}

fn show_byte(byte: u8, shown: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(shown, "\\x{byte:02x}");
}

/// Characters that change how their neighbours look, or break a line, without being seen.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What one escape stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escaped {
    Byte(u8),
    Char(char),
    /// `\c`: the line is sent without its end.
    NoNewline,
}

/// Reads the escape whose backslash has just been taken from `rest`.
pub(crate) fn read_escape(rest: &mut Peekable<Chars<'_>>) -> Result<Escaped, String> {
    let Some(kind) = rest.next() else {
        return Err("a backslash at the end: write \\\\".to_owned());
    };
    Ok(match kind {
        'r' => Escaped::Byte(b'\r'),
        'n' => Escaped::Byte(b'\n'),
        't' => Escaped::Byte(b'\t'),
        '0' => Escaped::Byte(0),
        'e' => Escaped::Byte(0x1b),
        '\\' => Escaped::Byte(b'\\'),
        '{' => Escaped::Byte(b'{'),
        '}' => Escaped::Byte(b'}'),
        'c' => Escaped::NoNewline,
        'x' => {
            let digits: String = rest.by_ref().take(2).collect();
            let byte = hex(&digits).filter(|_| digits.len() == 2);
            let byte = byte.and_then(|value| u8::try_from(value).ok());
            Escaped::Byte(byte.ok_or_else(|| format!("\\x{digits} is not a byte in hex"))?)
        }
        'u' => Escaped::Char(unicode(rest)?),
        other => return Err(format!("unknown escape \\{other}")),
    })
}

fn unicode(rest: &mut Peekable<Chars<'_>>) -> Result<char, String> {
    if rest.next_if_eq(&'{').is_none() {
        return Err("\\u needs its number in braces: \\u{202e}".to_owned());
    }
    let digits: String = rest.by_ref().take_while(|&c| c != '}').collect();
    hex(&digits)
        .and_then(char::from_u32)
        .ok_or_else(|| format!("\\u{{{digits}}} is not a character"))
}

/// Stricter than `from_str_radix`, which takes a sign as well.
fn hex(digits: &str) -> Option<u32> {
    let all_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    all_hex.then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Escaped, String> {
        read_escape(&mut text.chars().peekable())
    }

    #[test]
    fn text_is_shown_as_it_is() {
        assert_eq!(show("* Grüße, 🦀!".as_bytes()), "* Grüße, 🦀!");
    }

    #[test]
    fn what_a_terminal_would_act_upon_is_escaped() {
        assert_eq!(show(b"a\r\n\t\0\x1b[31m\x07\\"), "a\\r\\n\\t\\0\\e[31m\\x07\\\\");
        assert_eq!(show("\u{9b}\u{202e}".as_bytes()), "\\u{9b}\\u{202e}");
    }

    #[test]
    fn bytes_outside_utf8_are_shown_one_by_one() {
        assert_eq!(show(b"\xff\xfehi\xf0\x9f"), "\\xff\\xfehi\\xf0\\x9f");
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(read("e"), Ok(Escaped::Byte(0x1b)));
        assert_eq!(read("xfF"), Ok(Escaped::Byte(0xff)));
        assert_eq!(read("u{202e}"), Ok(Escaped::Char('\u{202e}')));
        assert_eq!(read("c"), Ok(Escaped::NoNewline));
    }

    #[test]
    fn broken_escapes_are_refused() {
        for text in ["", "q", "x", "x1", "xzz", "x+1", "u202e", "u{}", "u{d800}", "u{+41}"] {
            assert!(read(text).is_err(), "{text:?} was accepted");
        }
    }
}
