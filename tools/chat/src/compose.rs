//! The line that the user writes.

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tui_input::backend::crossterm::EventHandler;
use tui_input::{Input, InputRequest};

use crate::history::History;
use crate::text;

/// The most bytes of a line that servers take.
pub const MOST_BYTES: usize = 1024;

/// An input line with a memory.
#[derive(Debug, Default)]
pub struct Compose {
    input: Input,
    history: History,
}

impl Compose {
    pub fn input(&self) -> &Input {
        &self.input
    }

    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// A key that edits, or brings back an earlier line.
    pub fn key(&mut self, key: KeyEvent) {
        let replaced = match (key.code, key.modifiers) {
            (KeyCode::Up, KeyModifiers::NONE) => self.history.older(self.input.value()),
            (KeyCode::Down, KeyModifiers::NONE) => self.history.newer(),
            _ => {
                self.input.handle_event(&Event::Key(key));
                return;
            }
        };
        if let Some(line) = replaced {
            self.input = Input::new(line);
        }
    }

    /// Inserts pasted text at the cursor. Line ends become blanks: nothing is sent before the
    /// user has seen it.
    pub fn paste(&mut self, pasted: &str) {
        let lines: Vec<&str> = pasted.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
        for c in text::one_row(&lines.join(" ")).chars() {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Empties the line, after it was sent; a name at login is nothing to bring back.
    pub fn take(&mut self, remember: bool) -> String {
        let line = self.input.value_and_reset();
        if remember {
            self.history.add(&line);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(compose: &mut Compose, code: KeyCode) {
        compose.key(KeyEvent::new(code, KeyModifiers::NONE));
    }

    fn write(compose: &mut Compose, text: &str) {
        text.chars().for_each(|c| press(compose, KeyCode::Char(c)));
    }

    #[test]
    fn a_line_is_edited() {
        let mut compose = Compose::default();
        write(&mut compose, "helo 🦀");
        press(&mut compose, KeyCode::Left);
        press(&mut compose, KeyCode::Left);
        press(&mut compose, KeyCode::Backspace);
        write(&mut compose, "lo");
        assert_eq!(compose.text(), "hello 🦀");
        compose.key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
        assert_eq!(compose.text(), "");
    }

    #[test]
    fn sent_lines_come_back() {
        let mut compose = Compose::default();
        write(&mut compose, "alice");
        assert_eq!(compose.take(false), "alice");
        write(&mut compose, "one");
        assert_eq!(compose.take(true), "one");
        write(&mut compose, "dra");
        press(&mut compose, KeyCode::Up);
        assert_eq!(compose.text(), "one");
        press(&mut compose, KeyCode::Up);
        assert_eq!(compose.text(), "one");
        press(&mut compose, KeyCode::Down);
        assert_eq!(compose.text(), "dra");
    }

    #[test]
    fn pasting_sends_nothing() {
        let mut compose = Compose::default();
        write(&mut compose, "[]");
        press(&mut compose, KeyCode::Left);
        compose.paste("one\r\ntwo\tthree\x1b[31m\n");
        assert_eq!(compose.text(), "[one two    three\u{fffd}[31m]");
    }
}
