//! From the bytes of a line to text that is safe to show.

use std::borrow::Cow;
use std::str;

use crate::error::ChatError;

/// The byte that opens every telnet command (RFC 854: interpret as command).
const IAC: u8 = 255;

/// The text of a line, without telnet's negotiation and without characters
/// that would act on the reader's terminal. It is copied only if something
/// has to be taken out.
pub fn clean(line: &[u8]) -> Result<Cow<'_, str>, ChatError> {
    if let Some(text) = only(line, is_plain) {
        return Ok(Cow::Borrowed(text));
    }
    match without_telnet(line) {
        Cow::Borrowed(line) => {
            let text = str::from_utf8(line).map_err(|_| ChatError::NotUtf8)?;
            Ok(visible(text))
        }
        Cow::Owned(line) => {
            let text = String::from_utf8(line).map_err(|_| ChatError::NotUtf8)?;
            Ok(Cow::Owned(visible(&text).into_owned()))
        }
    }
}

/// Lines that are safe to show as they are, if all are, as most are.
pub fn plain(lines: &[u8]) -> Option<&str> {
    only(lines, |byte| is_plain(byte) || byte == b'\n')
}

/// ASCII that can be seen.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t')
}

/// Looks at all bytes, though it may know sooner: so the compiler makes it look at many at a time.
fn only(bytes: &[u8], is_fine: impl Fn(u8) -> bool) -> Option<&str> {
    let are_fine = bytes.iter().fold(true, |are_fine, byte| are_fine & is_fine(*byte));
    if are_fine { str::from_utf8(bytes).ok() } else { None }
}

fn without_telnet(line: &[u8]) -> Cow<'_, [u8]> {
    if !line.contains(&IAC) {
        return Cow::Borrowed(line);
    }
    let mut kept = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((&first, tail)) = rest.split_first() {
        match telnet_command(rest) {
            0 => {
                kept.push(first);
                rest = tail;
            }
            length => rest = &rest[length..],
        }
    }
    Cow::Owned(kept)
}

/// The length of the telnet command at the start of `bytes`; 0 if there is none.
fn telnet_command(bytes: &[u8]) -> usize {
    let length = match bytes {
        // DONT 32 would refuse an offer that this server never makes. With a
        // blank for its option it is broken text rather than negotiation.
        [IAC, 254, b' ', ..] => 0,
        // WILL, WONT, DO, DONT and an option.
        [IAC, 251..=254, ..] => 3,
        // Subnegotiation, up to IAC SE.
        [IAC, 250, ..] => match bytes.windows(2).position(|pair| pair == [IAC, 240]) {
            Some(end) => end + 2,
            None => bytes.len(),
        },
        // Commands without an option, such as "are you there".
        [IAC, 240..=249, ..] => 2,
        _ => 0,
    };
    length.min(bytes.len())
}

/// The text without control characters, bidirectional overrides and the
/// separators that some terminals show as a new line.
fn visible(text: &str) -> Cow<'_, str> {
    if text.contains(is_hidden) {
        Cow::Owned(text.replace(is_hidden, ""))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_hidden(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') || (c.is_control() && c != '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(line: &[u8]) -> String {
        clean(line).unwrap().into_owned()
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        let line = "caf\u{e9}\t\u{1f980} <b> \u{5d0}";
        assert!(matches!(clean(line.as_bytes()), Ok(Cow::Borrowed(text)) if text == line));
    }

    #[test]
    fn nothing_that_acts_on_a_terminal_is_left() {
        let nasty = "a\r\u{1b}[2J\u{7}\0\u{7f}\u{85}\u{9b}\u{202e}\u{2028}\u{2066}b\tc";
        assert_eq!(cleaned(nasty.as_bytes()), "a[2Jb\tc");
    }

    #[test]
    fn telnet_negotiation_is_taken_out() {
        let will_and_do = b"\xff\xfb\x1f\xff\xfd\x03alice";
        assert_eq!(cleaned(will_and_do), "alice");
        assert_eq!(cleaned(b"al\xff\xfa\x1f\x00\x50\x00\x18\xff\xf0ice\xff\xf6"), "alice");
        for cut in [&b"hi\xff\xfb"[..], b"hi\xff\xfa\x1f", b"hi\xff\xf9"] {
            assert_eq!(cleaned(cut), "hi");
        }
    }

    #[test]
    fn broken_text_is_refused() {
        for broken in [&b"\xff\xfe hi"[..], b"\xff", b"\xff\xff", b"\xffx", b"\xc3", b"a\x80"] {
            assert!(matches!(clean(broken), Err(ChatError::NotUtf8)), "{broken:?}");
        }
    }

    /// A small generator of bytes that lean towards the troublesome ones.
    fn arbitrary(seed: u64) -> Vec<u8> {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        };
        let length = next() % 40;
        let pool = [255, 240, 250, 251, 254, 0xc2, 0x9b, 0xe2, 0x80, 0xae, 27, 13];
        let pick = |byte: u8| {
            if byte < 128 { byte } else { pool[usize::from(byte) % pool.len()] }
        };
        (0..length).map(|_| pick(next())).collect()
    }

    #[test]
    fn cleaning_twice_is_cleaning_once() {
        for seed in 0..20_000 {
            let line = arbitrary(seed);
            let Ok(text) = clean(&line) else { continue };
            assert!(!text.contains(is_hidden), "{line:?}");
            assert_eq!(cleaned(text.as_bytes()), text, "{line:?}");
        }
    }
}
