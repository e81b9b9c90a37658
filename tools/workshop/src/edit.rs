//! A changed file while noise is looked for: blocks of changed lines, and
//! what is known about each line.

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{DiffTag, TextDiff};

use crate::noise::{NoiseKind, NoiseLine, TELLING};
use crate::step::FileChange;
use crate::tokens::{Renames, is_renamed};

/// How many lines of one side are tried as the same text in other lines.
const MOST_JOINED: usize = 12;

/// Changed lines with no unchanged line between them, by index.
#[derive(Clone)]
pub struct Block {
    pub removed: Range<usize>,
    pub added: Range<usize>,
}

/// One side of a file: its lines, and what is known about them.
#[derive(Default)]
pub struct Side<'a> {
    pub lines: Vec<&'a str>,
    noise: BTreeMap<usize, NoiseKind>,
}

/// A file that exists on both sides of a step, with the changed lines.
pub struct Edit<'a> {
    name: &'a str,
    pub old: Side<'a>,
    pub new: Side<'a>,
    hunks: Vec<Vec<Block>>,
}

impl<'a> Edit<'a> {
    pub fn new(file: &'a FileChange) -> Self {
        let diff = TextDiff::from_lines(file.old.as_str(), file.new.as_str());
        let blocks = |ops: Vec<similar::DiffOp>| {
            let changes = ops.into_iter().filter(|op| op.tag() != DiffTag::Equal);
            changes.map(|op| Block { removed: op.old_range(), added: op.new_range() }).collect()
        };
        Self {
            name: &file.name,
            old: Side { lines: file.old.lines().collect(), ..Side::default() },
            new: Side { lines: file.new.lines().collect(), ..Side::default() },
            hunks: diff.grouped_ops(3).into_iter().map(blocks).collect(),
        }
    }

    /// All blocks of the file.
    pub fn blocks(&self) -> Vec<Block> {
        self.hunks.iter().flatten().cloned().collect()
    }

    /// See rule 1 of [`noise`](crate::noise).
    pub fn mark_reformatted(&mut self) {
        for block in self.blocks() {
            let mut next = block.added.start;
            let mut first = block.removed.start;
            while first < block.removed.end {
                let removed = first..block.removed.end;
                let found = (next..block.added.end)
                    .find_map(|start| self.same_text(removed.clone(), start..block.added.end));
                if let Some((removed, added)) = found {
                    (first, next) = (removed.end, added.end);
                    self.old.mark(removed, NoiseKind::Reformatted);
                    self.new.mark(added, NoiseKind::Reformatted);
                } else {
                    first += 1;
                }
            }
        }
    }

    /// The shortest lines from the start of both ranges that are the same
    /// text in another shape.
    fn same_text(
        &self,
        removed: Range<usize>,
        added: Range<usize>,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let (mut old, mut new) = (removed.start + 1, added.start + 1);
        while old <= removed.end && new <= added.end {
            let before = squeezed(&self.old.lines[removed.start..old]);
            let after = squeezed(&self.new.lines[added.start..new]);
            if before == after {
                let tells = before.chars().any(char::is_alphanumeric);
                return tells.then_some((removed.start..old, added.start..new));
            }
            let (before, after) = (before.trim_end_matches(','), after.trim_end_matches(','));
            let long = old - removed.start > MOST_JOINED || new - added.start > MOST_JOINED;
            if long || before.is_empty() || after.is_empty() {
                return None;
            }
            if before.len() < after.len() && after.starts_with(before) {
                old += 1;
            } else if after.len() < before.len() && before.starts_with(after) {
                new += 1;
            } else {
                return None;
            }
        }
        None
    }

    /// See rule 2.
    pub fn mark_renamed(&mut self, renames: &Renames<'_>) {
        for block in self.blocks() {
            for old in block.removed.clone() {
                let is_same = |new: &usize| {
                    let (before, after) = (self.old.lines[old], self.new.lines[*new]);
                    !self.new.noise.contains_key(new) && is_renamed(before, after, renames)
                };
                let found = block.added.clone().find(is_same);
                if let Some(new) = found.filter(|_| !self.old.noise.contains_key(&old)) {
                    self.old.mark(old..old + 1, NoiseKind::Renamed);
                    self.new.mark(new..new + 1, NoiseKind::Renamed);
                }
            }
        }
    }

    /// See rule 4.
    pub fn mark_comments(&mut self) {
        let code_changed = self.changes_code(&self.blocks());
        for hunk in self.hunks.clone() {
            let removed: Vec<usize> = hunk.iter().flat_map(|block| block.removed.clone()).collect();
            let replaces = removed.iter().any(|&line| {
                self.old.is_comment(line) && !(code_changed && self.old.is_about_file(line))
            });
            if replaces && !self.changes_code(&hunk) {
                self.old.mark_rest(removed);
                self.new.mark_rest(hunk.into_iter().flat_map(|block| block.added).collect());
            }
        }
    }

    fn changes_code(&self, blocks: &[Block]) -> bool {
        blocks.iter().any(|block| {
            block.removed.clone().any(|line| self.old.is_code(line))
                || block.added.clone().any(|line| self.new.is_code(line))
        })
    }

    /// The lines that were found to be noise.
    pub fn noise(&self) -> Vec<NoiseLine> {
        let lines = |side: &Side<'_>, is_added| {
            let line = |(&index, &kind): (&usize, &NoiseKind)| NoiseLine {
                file: self.name.to_owned(),
                number: index + 1,
                is_added,
                kind,
                text: side.lines[index].to_owned(),
            };
            side.noise.iter().map(line).collect::<Vec<_>>()
        };
        [lines(&self.old, false), lines(&self.new, true)].concat()
    }
}

impl Side<'_> {
    pub fn mark(&mut self, lines: Range<usize>, kind: NoiseKind) {
        self.noise.extend(lines.map(|line| (line, kind)));
    }

    /// Takes those for comment churn that are nothing else yet.
    fn mark_rest(&mut self, lines: Vec<usize>) {
        for line in lines {
            if !self.is_blank(line) {
                self.noise.entry(line).or_insert(NoiseKind::Comment);
            }
        }
    }

    fn is_blank(&self, line: usize) -> bool {
        self.lines[line].trim().is_empty()
    }

    fn is_comment(&self, line: usize) -> bool {
        self.lines[line].trim_start().starts_with("//")
    }

    fn is_about_file(&self, line: usize) -> bool {
        self.lines[line].trim_start().starts_with("//!")
    }

    fn is_code(&self, line: usize) -> bool {
        !self.is_blank(line) && !self.is_comment(line)
    }

    /// The lines among these that may have been moved.
    pub fn movable(&self, lines: Range<usize>) -> impl Iterator<Item = usize> {
        lines.filter(|line| {
            let letters = self.lines[*line].chars().filter(|c| c.is_alphanumeric()).count();
            letters >= TELLING && !self.noise.contains_key(line)
        })
    }
}

/// Without blanks, and without commas that only a line break calls for.
fn squeezed(lines: &[&str]) -> String {
    let text: String = lines.concat().chars().filter(|c| !c.is_whitespace()).collect();
    text.replace(",)", ")").replace(",]", "]").replace(",}", "}")
}
