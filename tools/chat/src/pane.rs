//! What was said, for reading back.

use std::collections::VecDeque;
use std::ops::Range;

use crate::wrap::wrap;

/// How many lines are kept.
const KEPT: usize = 5000;
/// What rows after the first of a line are set in by, so that none of them looks like a line of
/// its own.
pub const INDENT: usize = 2;

/// A line, and how it is broken at the width of the pane.
#[derive(Debug)]
struct Entry {
    text: String,
    rows: Vec<Range<usize>>,
}

/// A row to draw: a part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    pub line: &'a str,
    pub part: Range<usize>,
}

/// The lines, and which of them are in sight.
#[derive(Debug, Default)]
pub struct Pane {
    entries: VecDeque<Entry>,
    /// How many lines were forgotten: the number of the first one kept.
    forgotten: usize,
    width: usize,
    height: usize,
    /// Line and row at the top, counted from the first line ever; `None` to follow the newest.
    top: Option<(usize, usize)>,
}

impl Pane {
    pub fn push(&mut self, text: String) {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
            self.forgotten += 1;
        }
        let rows = self.broken(&text);
        self.entries.push_back(Entry { text, rows });
    }

    fn broken(&self, text: &str) -> Vec<Range<usize>> {
        wrap(text, self.width, self.width.saturating_sub(INDENT))
    }

    /// Breaks all lines anew if the width is another one. What was at the top stays there.
    pub fn resize(&mut self, width: usize, height: usize) {
        self.height = height;
        if self.width == width {
            return;
        }
        self.width = width;
        let mut entries = std::mem::take(&mut self.entries);
        for entry in &mut entries {
            entry.rows = self.broken(&entry.text);
        }
        self.entries = entries;
    }

    /// The rows in sight, from the top.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let first = self.first();
        let all = self.entries.iter().flat_map(|entry| {
            entry.rows.iter().map(|part| Row { line: &entry.text, part: part.clone() })
        });
        all.skip(first).take(self.height).collect()
    }

    /// How many rows are below those in sight.
    pub fn below(&self) -> usize {
        self.last_top() - self.first()
    }

    pub fn scroll_up(&mut self) {
        self.scroll_to(self.first().saturating_sub(self.page()));
    }

    pub fn scroll_down(&mut self) {
        self.scroll_to(self.first() + self.page());
    }

    pub fn follow(&mut self) {
        self.top = None;
    }

    /// A row stays in sight, to read on from.
    fn page(&self) -> usize {
        self.height.saturating_sub(1).max(1)
    }

    fn total(&self) -> usize {
        self.entries.iter().map(|entry| entry.rows.len()).sum()
    }

    /// The row at the top when the newest is at the bottom.
    fn last_top(&self) -> usize {
        self.total().saturating_sub(self.height)
    }

    /// The row at the top.
    fn first(&self) -> usize {
        let Some((line, row)) = self.top else {
            return self.last_top();
        };
        let Some(index) = line.checked_sub(self.forgotten) else {
            return 0;
        };
        let above: usize = self.entries.iter().take(index).map(|entry| entry.rows.len()).sum();
        let rows = self.entries.get(index).map_or(1, |entry| entry.rows.len());
        (above + row.min(rows - 1)).min(self.last_top())
    }

    fn scroll_to(&mut self, first: usize) {
        if first >= self.last_top() {
            self.top = None;
            return;
        }
        let mut above = 0;
        for (index, entry) in self.entries.iter().enumerate() {
            if first < above + entry.rows.len() {
                self.top = Some((self.forgotten + index, first - above));
                return;
            }
            above += entry.rows.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pane(lines: usize, width: usize, height: usize) -> Pane {
        let mut pane = Pane::default();
        pane.resize(width, height);
        (0..lines).for_each(|n| pane.push(format!("line {n}")));
        pane
    }

    fn shown(pane: &Pane) -> Vec<&str> {
        pane.rows().into_iter().map(|row| &row.line[row.part]).collect()
    }

    #[test]
    fn the_newest_lines_are_in_sight() {
        assert_eq!(shown(&pane(2, 20, 3)), ["line 0", "line 1"]);
        assert_eq!(shown(&pane(5, 20, 3)), ["line 2", "line 3", "line 4"]);
        assert!(shown(&pane(5, 0, 0)).is_empty());
    }

    #[test]
    fn pages_share_a_row() {
        let mut pane = pane(9, 20, 3);
        pane.scroll_up();
        assert_eq!(shown(&pane), ["line 4", "line 5", "line 6"]);
        assert_eq!(pane.below(), 2);
        (0..9).for_each(|_| pane.scroll_up());
        assert_eq!(shown(&pane), ["line 0", "line 1", "line 2"]);
        pane.scroll_down();
        assert_eq!(shown(&pane), ["line 2", "line 3", "line 4"]);
        pane.follow();
        assert_eq!(shown(&pane)[2], "line 8");
    }

    #[test]
    fn what_is_being_read_stays_in_sight() {
        let mut pane = pane(9, 20, 3);
        pane.scroll_up();
        pane.push("new".to_owned());
        assert_eq!(shown(&pane)[0], "line 4");
        assert_eq!(pane.below(), 3);
        pane.resize(4, 3);
        assert_eq!(shown(&pane), ["line", "4", "line"]);
        pane.resize(20, 2);
        assert_eq!(shown(&pane), ["line 4", "line 5"]);
    }

    #[test]
    fn scrolled_to_the_end_new_lines_are_followed() {
        let mut pane = pane(9, 20, 3);
        pane.scroll_up();
        pane.scroll_down();
        pane.push("new".to_owned());
        assert_eq!(shown(&pane)[2], "new");
    }

    #[test]
    fn old_lines_are_forgotten() {
        let mut pane = pane(10, 20, 2);
        (0..9).for_each(|_| pane.scroll_up());
        (0..KEPT).for_each(|n| pane.push(format!("later {n}")));
        assert_eq!(shown(&pane), ["later 0", "later 1"]);
        assert_eq!(pane.entries.len(), KEPT);
    }
}
