//! Text from elsewhere, made safe to show.

use std::str;

/// What stands for a character that is not shown as it is.
const REPLACED: char = char::REPLACEMENT_CHARACTER;

/// A whole line, as one row of text can show it: no control characters, blanks for tabs.
pub fn line(bytes: &[u8]) -> String {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    one_row(&String::from_utf8_lossy(bytes))
}

/// Text in which nothing acts on the terminal, line ends included; blanks for tabs.
pub fn one_row(text: &str) -> String {
    text.chars()
        .map(|c| if acts(c) { REPLACED } else { c })
        .collect::<String>()
        .replace('\t', "    ")
}

/// Whether a terminal may do something else than show it: control characters other than tab,
/// overrides of the reading direction, and separators that some terminals take for a line end.
fn acts(c: char) -> bool {
    let turns = matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && c != '\t')
}

/// The same for a stream: bytes go in as they arrive, text that is safe comes out, without
/// waiting for the end of a line. Tabs and line ends pass.
#[derive(Debug, Default)]
pub struct Stream {
    /// The beginning of a character whose end has not arrived, or a `\r` whose `\n` may follow.
    kept: Vec<u8>,
}

impl Stream {
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.kept.extend_from_slice(bytes);
        let whole = complete(&self.kept);
        let rest = self.kept.split_off(whole);
        let bytes = std::mem::replace(&mut self.kept, rest);
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        text.chars().map(|c| if acts(c) && c != '\n' { REPLACED } else { c }).collect()
    }

    /// What the end of input leaves unfinished.
    pub fn finish(&mut self) -> String {
        let rest = std::mem::take(&mut self.kept);
        one_row(&String::from_utf8_lossy(&rest))
    }
}

/// How many bytes do not depend on what follows.
fn complete(bytes: &[u8]) -> usize {
    if bytes.ends_with(b"\r") {
        return bytes.len() - 1;
    }
    // A character has at most four bytes, so only the last three can be the start of one.
    let from = bytes.len().saturating_sub(3);
    for start in from..bytes.len() {
        if let Err(error) = str::from_utf8(&bytes[start..])
            && error.valid_up_to() == 0
            && error.error_len().is_none()
        {
            return start;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_loses_its_end_and_what_acts() {
        assert_eq!(line(b"* hi\r\n"), "* hi");
        assert_eq!(line(b"a\x1b[31mb\x07\r"), "a\u{fffd}[31mb\u{fffd}");
        assert_eq!(line("a\tb\u{9b}\u{202e}c".as_bytes()), "a    b\u{fffd}\u{fffd}c");
        assert_eq!(line(b"\xff"), "\u{fffd}");
        assert_eq!(line("Grüße 🦀❤️".as_bytes()), "Grüße 🦀❤️");
    }

    fn streamed(chunks: &[&[u8]]) -> String {
        let mut stream = Stream::default();
        let mut text: String = chunks.iter().map(|chunk| stream.push(chunk)).collect();
        text += &stream.finish();
        text
    }

    #[test]
    fn a_stream_keeps_tabs_and_lines() {
        assert_eq!(streamed(&[b"a\tb\r\nc\n\x1b[2Jd\re"]), "a\tb\nc\n\u{fffd}[2Jd\u{fffd}e");
        assert_eq!(streamed(&[b"a\r", b"\nb\r"]), "a\nb\u{fffd}");
    }

    #[test]
    fn a_character_in_pieces_is_whole() {
        let crab = "x🦀é".as_bytes();
        for cut in 0..crab.len() {
            assert_eq!(streamed(&[&crab[..cut], &crab[cut..]]), "x🦀é", "cut at {cut}");
        }
        let single: Vec<&[u8]> = crab.chunks(1).collect();
        assert_eq!(streamed(&single), "x🦀é");
        assert_eq!(streamed(&[b"\xf0\x9f", b"a"]), "\u{fffd}a");
        assert_eq!(streamed(&[b"ok\xf0\x9f"]), "ok\u{fffd}");
    }

    #[test]
    fn what_does_not_depend_on_more_is_not_held_back() {
        assert_eq!(Stream::default().push(b"no line end"), "no line end");
    }
}
