//! What one client has still to get, in its order: the room's journal, and what is for it alone.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::IoSlice;
use std::mem;

use crate::journal::Cursor;

/// Lines for one client.
pub type Text = Cow<'static, str>;

/// The most slices in one write. Who keeps up needs few: a journal is sealed once for many lines.
const MOST: usize = 64;

/// What one write is made of.
#[derive(Debug)]
pub struct Slices<'a> {
    slices: [IoSlice<'a>; MOST],
    used: usize,
}

impl<'a> Slices<'a> {
    pub fn new() -> Self {
        Self { slices: [IoSlice::new(&[]); MOST], used: 0 }
    }

    /// False if there is no place for it.
    #[must_use]
    pub fn push(&mut self, bytes: &'a [u8]) -> bool {
        let Some(slice) = self.slices.get_mut(self.used) else { return false };
        *slice = IoSlice::new(bytes);
        self.used += 1;
        true
    }

    pub fn filled(&self) -> &[IoSlice<'a>] {
        &self.slices[..self.used]
    }

    pub fn is_full(&self) -> bool {
        self.used == MOST
    }

    /// How many bytes that is.
    pub fn length(&self) -> usize {
        self.filled().iter().map(|slice| slice.len()).sum()
    }
}

/// Something for one client alone, at its place among what the room hears.
#[derive(Debug)]
pub struct Note {
    /// How much of the room's journal comes before it.
    pub after: u64,
    pub text: Text,
    pub then: Then,
    /// The client has asked for it.
    pub is_answer: bool,
}

/// What comes after a note.
#[derive(Debug)]
pub enum Then {
    /// The same journal goes on.
    Same,
    /// The client is in another room now.
    Other(Cursor),
    /// The client is in no room any more.
    Nothing,
}

/// Where a client's writing has got to. Whoever locks it may write.
#[derive(Debug, Default)]
pub struct Pen {
    /// `None` for somebody who is in no room.
    cursor: Option<Cursor>,
    notes: VecDeque<Note>,
    /// How much of the first note's text has been written.
    part: usize,
    /// How much has been written in all.
    pub written: u64,
    /// A task waits until the socket takes more.
    pub draining: bool,
}

impl Pen {
    /// Takes over notes that have been left for it, and leaves no room for more: they are rare.
    pub fn take(&mut self, notes: &mut Vec<Note>) {
        self.notes.extend(mem::take(notes));
    }

    /// Holds nothing any more: what a lost client has not read may be much, and grow.
    pub fn let_go(&mut self) {
        (self.cursor, self.notes) = (None, VecDeque::new());
    }

    /// Everything that can be written now, as far as it fits into one write.
    pub fn gather(&self) -> Slices<'_> {
        let mut slices = Slices::new();
        let mut walk = self.cursor.as_ref().map(Cursor::walk);
        let mut part = self.part;
        for note in &self.notes {
            if walk.as_mut().is_some_and(|walk| !walk.take(note.after, &mut slices)) {
                return slices;
            }
            let text = &note.text.as_bytes()[part..];
            if !text.is_empty() && !slices.push(text) {
                return slices;
            }
            part = 0;
            match &note.then {
                Then::Same => {}
                Then::Other(cursor) => walk = Some(cursor.walk()),
                Then::Nothing => walk = None,
            }
        }
        if let Some(walk) = &mut walk {
            walk.take(u64::MAX, &mut slices);
        }
        slices
    }

    /// Takes note that so many bytes have been written. Returns how many of them were in answers.
    pub fn advance(&mut self, written: usize) -> usize {
        self.written += written as u64;
        let (mut rest, mut answered) = (written, 0);
        loop {
            let next = self.notes.front();
            if let Some(cursor) = &mut self.cursor {
                let before = next.map_or(u64::MAX, |note| note.after - cursor.at());
                let step = before.min(rest as u64);
                cursor.advance(step);
                rest -= usize::try_from(step).unwrap_or(rest);
                if step < before {
                    return answered;
                }
            }
            let Some(note) = next else { return answered };
            let step = rest.min(note.text.len() - self.part);
            self.part += step;
            rest -= step;
            answered += if note.is_answer { step } else { 0 };
            if self.part < note.text.len() {
                return answered;
            }
            self.turn_over();
        }
    }

    /// Goes on after the first note.
    fn turn_over(&mut self) {
        self.part = 0;
        match self.notes.pop_front().map(|note| note.then) {
            Some(Then::Other(cursor)) => self.cursor = Some(cursor),
            Some(Then::Nothing) => self.cursor = None,
            Some(Then::Same) | None => {}
        }
        if self.notes.is_empty() {
            // Most clients ask for little, and most of the time for nothing.
            self.notes = VecDeque::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Journal;

    fn note(after: u64, text: &'static str, then: Then) -> Note {
        Note { after, text: text.into(), then, is_answer: true }
    }

    fn gathered(pen: &Pen) -> String {
        let bytes = pen.gather().filled().iter().flat_map(|slice| slice.to_vec()).collect();
        String::from_utf8(bytes).unwrap()
    }

    /// A client who asks something in one room, goes to another and leaves.
    fn journey() -> (Pen, Journal) {
        let (mut first, mut second) = (Journal::new(), Journal::new());
        second.append("before\n");
        let mut pen = Pen::default();
        let mut notes = vec![note(0, "welcome\n", Then::Other(first.cursor()))];
        first.append("a\n");
        notes.push(note(first.head(), "answer\n", Then::Same));
        first.append("b\n");
        notes.push(note(first.head(), "moved\n", Then::Other(second.cursor())));
        first.append("not heard\n");
        second.append("c\n");
        notes.push(note(second.head(), "", Then::Nothing));
        second.append("not heard\n");
        first.seal();
        pen.take(&mut notes);
        (pen, second)
    }

    const ALL: &str = "welcome\na\nanswer\nb\nmoved\nc\n";

    #[test]
    fn everything_is_at_its_place() {
        let (pen, mut second) = journey();
        assert_eq!(gathered(&pen), "welcome\na\nanswer\nb\nmoved\n", "the rest is not sealed");
        second.seal();
        assert_eq!(gathered(&pen), ALL);
    }

    #[test]
    fn a_write_may_end_anywhere() {
        for step in 1..=ALL.len() {
            let (mut pen, mut second) = journey();
            second.seal();
            let (mut written, mut answered) = (String::new(), 0);
            while written.len() < ALL.len() {
                let bytes = gathered(&pen);
                let count = step.min(bytes.len());
                written += &bytes[..count];
                answered += pen.advance(count);
            }
            assert_eq!(written, ALL, "in steps of {step}");
            assert_eq!(answered, "welcome\nanswer\nmoved\n".len());
            assert!(pen.cursor.is_none() && pen.notes.is_empty());
        }
    }

    #[test]
    fn more_than_fits_into_one_write_comes_next() {
        let mut journal = Journal::new();
        let mut pen = Pen::default();
        pen.take(&mut vec![note(0, "", Then::Other(journal.cursor()))]);
        pen.advance(0);
        let lines: Vec<String> = (0..MOST * 3).map(|n| format!("{n}\n")).collect();
        for line in &lines {
            journal.append(line);
            journal.seal();
        }
        let mut written = String::new();
        while written.len() < lines.concat().len() {
            let bytes = gathered(&pen);
            pen.advance(bytes.len());
            written += &bytes;
        }
        assert_eq!(written, lines.concat());
    }
}
