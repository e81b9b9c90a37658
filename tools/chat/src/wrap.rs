//! Breaking a line into rows, by how wide a terminal shows it.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The rows of `text`, as ranges of its bytes: the first at most `first` columns wide, the others
/// `others`. Rows end between words; a word that is wider than a row is broken inside. Blanks at
/// which a row ends belong to none. There is always a row.
pub fn wrap(text: &str, first: usize, others: usize) -> Vec<Range<usize>> {
    let limits = [first.max(1), others.max(1)];
    let mut rows = Rows { limits, done: Vec::new(), row: 0..0, width: 0 };
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..];
        let word = rest.find(|c| c != ' ').unwrap_or(rest.len());
        let end = rest[word..].find(' ').map_or(rest.len(), |length| word + length);
        rows.add_word(start, &rest[..word], &rest[word..end]);
        start += end;
    }
    rows.done.push(rows.row);
    rows.done
}

struct Rows {
    limits: [usize; 2],
    done: Vec<Range<usize>>,
    /// The row that is being filled, and how wide it is.
    row: Range<usize>,
    width: usize,
}

impl Rows {
    fn limit(&self) -> usize {
        self.limits[usize::from(!self.done.is_empty())]
    }

    fn begin(&mut self, at: usize) {
        let next = at..at;
        self.done.push(std::mem::replace(&mut self.row, next));
        self.width = 0;
    }

    /// Adds a word and the blanks before it, which begin at `start`.
    fn add_word(&mut self, start: usize, blanks: &str, word: &str) {
        let first = start + blanks.len();
        let together = blanks.len() + word.width();
        if self.width + together <= self.limit() {
            self.row.end = first + word.len();
            self.width += together;
            return;
        }
        if !self.row.is_empty() {
            self.begin(first);
        } else if blanks.len() < self.limit() {
            self.row.end = first;
            self.width = blanks.len();
        } else {
            self.row = first..first;
        }
        for (index, grapheme) in word.grapheme_indices(true) {
            let width = grapheme.width();
            if self.width + width > self.limit() && !self.row.is_empty() {
                self.begin(first + index);
            }
            self.row.end = first + index + grapheme.len();
            self.width += width;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, first: usize, others: usize) -> Vec<&str> {
        wrap(text, first, others).into_iter().map(|row| &text[row]).collect()
    }

    #[test]
    fn rows_end_between_words() {
        assert_eq!(rows("the quick brown fox", 10, 10), ["the quick", "brown fox"]);
        assert_eq!(rows("the quick brown fox", 10, 5), ["the quick", "brown", "fox"]);
        assert_eq!(rows("exact fit", 9, 9), ["exact fit"]);
        assert_eq!(rows("", 9, 9), [""]);
    }

    #[test]
    fn blanks_stay_inside_a_row_only() {
        assert_eq!(rows("a  b", 9, 9), ["a  b"]);
        assert_eq!(rows("  a", 9, 9), ["  a"]);
        assert_eq!(rows("aaaa    bbbb", 6, 6), ["aaaa", "bbbb"]);
        assert_eq!(rows("a    ", 3, 3), ["a", ""]);
    }

    #[test]
    fn a_long_word_is_broken() {
        assert_eq!(rows("abcdefgh", 3, 3), ["abc", "def", "gh"]);
        assert_eq!(rows("x abcdefgh y", 4, 4), ["x", "abcd", "efgh", "y"]);
    }

    #[test]
    fn width_is_what_a_terminal_shows() {
        assert_eq!(rows("日本語", 4, 4), ["日本", "語"]);
        assert_eq!(rows("日本語", 5, 5), ["日本", "語"]);
        assert_eq!(rows("日本 日本 日本", 9, 9), ["日本 日本", "日本"]);
        assert_eq!(rows("🦀🦀🦀", 4, 4), ["🦀🦀", "🦀"]);
        // An e and its accent are one column, a family is one picture of two.
        assert_eq!(rows("e\u{301}e\u{301}e\u{301}", 2, 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(rows("👩‍👧👩‍👧", 2, 2), ["👩‍👧", "👩‍👧"]);
    }

    #[test]
    fn a_row_too_narrow_for_a_character_has_it_all_the_same() {
        assert_eq!(rows("日本", 1, 1), ["日", "本"]);
        assert_eq!(rows("ab", 0, 0), ["a", "b"]);
    }
}
