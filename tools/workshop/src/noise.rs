//! Changed lines that teach nothing.
//!
//! Counted are lines, removed and added alike, of files that exist on both
//! sides of a step. A line is noise at most once, as the first of these:
//!
//! 1. **Reformatted**: in one block of changed lines (no unchanged line between
//!    them), some removed lines in a row and some added lines in a row are the
//!    same text without blanks and without commas in front of a closing bracket.
//! 2. **Renamed**: a line that is the same but for names that the stage itself
//!    defines (behind `fn`, `struct`, `let` and the like, or in front of a
//!    colon) and that this step renames: the block defines the new name where
//!    the old one was defined, the old name is in no file afterwards, the new
//!    one was in no file before. So `Rc` that becomes `Arc` is no noise.
//! 3. **Moved**: a removed line whose text, but for the indentation, is added
//!    somewhere else in the step. Each added line is matched once. The line has
//!    at least [`TELLING`] letters or digits; `return;` is everywhere and proves
//!    nothing.
//! 4. **Comment**: a removed comment line and what comes in its place, in a hunk
//!    (changes with at most three unchanged lines on each side, as `diff -u`
//!    shows them) where no line of code changed. A comment that is only added
//!    is none.
//!
//! A line without any letter or digit, such as `}`, is never noise on its own;
//! it is counted only inside several lines that were reformatted together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use similar::{DiffTag, TextDiff};

use crate::step::{FileChange, Status, Step};
use crate::tokens::{Renames, is_renamed, redefined, words};

/// How many letters and digits a line needs, to be recognised elsewhere.
pub const TELLING: usize = 10;

/// How many lines of one side are tried as the same text in other lines.
const MOST_JOINED: usize = 12;

/// Why a changed line teaches nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoiseKind {
    Reformatted,
    Renamed,
    Moved,
    Comment,
}

/// A changed line that teaches nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoiseLine {
    pub file: String,
    /// From 1, in the new file if the line was added, else in the old one.
    pub number: usize,
    pub is_added: bool,
    pub kind: NoiseKind,
    pub text: String,
}

/// Changed lines with no unchanged line between them, by index.
#[derive(Clone)]
struct Block {
    removed: Range<usize>,
    added: Range<usize>,
}

/// One side of a file: its lines, and what is known about them.
#[derive(Default)]
struct Side<'a> {
    lines: Vec<&'a str>,
    noise: BTreeMap<usize, NoiseKind>,
}

/// A changed file while noise is looked for.
struct Edit<'a> {
    name: &'a str,
    old: Side<'a>,
    new: Side<'a>,
    hunks: Vec<Vec<Block>>,
}

/// Every changed line of a step that is noise.
pub fn find(step: &Step) -> Vec<NoiseLine> {
    let changed = step.files.iter().filter(|file| file.status == Status::Changed);
    let mut edits: Vec<Edit<'_>> = changed.map(Edit::new).collect();
    for edit in &mut edits {
        edit.mark_reformatted();
    }
    let renames = all_renames(step, &edits);
    for edit in &mut edits {
        edit.mark_renamed(&renames);
    }
    mark_moved(&mut edits);
    for edit in &mut edits {
        edit.mark_comments();
    }
    edits.iter().flat_map(Edit::noise).collect()
}

impl<'a> Edit<'a> {
    fn new(file: &'a FileChange) -> Self {
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

    fn blocks(&self) -> Vec<Block> {
        self.hunks.iter().flatten().cloned().collect()
    }

    fn mark_reformatted(&mut self) {
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

    fn mark_renamed(&mut self, renames: &Renames<'_>) {
        for block in self.blocks() {
            for old in block.removed.clone() {
                let is_same = |new: &usize| {
                    let (before, after) = (self.old.lines[old], self.new.lines[*new]);
                    !self.new.noise.contains_key(new)
                        && before != after
                        && is_renamed(before, after, renames)
                };
                let found = block.added.clone().find(is_same);
                if let Some(new) = found.filter(|_| !self.old.noise.contains_key(&old)) {
                    self.old.mark(old..old + 1, NoiseKind::Renamed);
                    self.new.mark(new..new + 1, NoiseKind::Renamed);
                }
            }
        }
    }

    fn mark_comments(&mut self) {
        for hunk in self.hunks.clone() {
            let removed: Vec<usize> = hunk.iter().flat_map(|block| block.removed.clone()).collect();
            let added: Vec<usize> = hunk.iter().flat_map(|block| block.added.clone()).collect();
            let (old, new) = (&mut self.old, &mut self.new);
            let code = removed.iter().any(|&line| old.is_code(line))
                || added.iter().any(|&line| new.is_code(line));
            if code || !removed.iter().any(|&line| old.is_comment(line)) {
                continue;
            }
            for line in removed.into_iter().filter(|&line| !old.is_blank(line)) {
                old.noise.entry(line).or_insert(NoiseKind::Comment);
            }
            for line in added.into_iter().filter(|&line| !new.is_blank(line)) {
                new.noise.entry(line).or_insert(NoiseKind::Comment);
            }
        }
    }

    fn noise(&self) -> Vec<NoiseLine> {
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
    fn mark(&mut self, lines: Range<usize>, kind: NoiseKind) {
        self.noise.extend(lines.map(|line| (line, kind)));
    }

    fn is_blank(&self, line: usize) -> bool {
        self.lines[line].trim().is_empty()
    }

    fn is_comment(&self, line: usize) -> bool {
        self.lines[line].trim_start().starts_with("//")
    }

    fn is_code(&self, line: usize) -> bool {
        !self.is_blank(line) && !self.is_comment(line)
    }

    /// The lines among these that may have been moved.
    fn movable(&self, lines: Range<usize>) -> impl Iterator<Item = usize> {
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

/// The names that are defined under another name after the step.
fn all_renames<'a>(step: &'a Step, edits: &[Edit<'a>]) -> Renames<'a> {
    let before: BTreeSet<&str> = step.files.iter().flat_map(|file| words(&file.old)).collect();
    let after: BTreeSet<&str> = step.files.iter().flat_map(|file| words(&file.new)).collect();
    let mut renames = Renames::new();
    for edit in edits {
        for block in edit.blocks() {
            for old in &edit.old.lines[block.removed] {
                for new in &edit.new.lines[block.added.clone()] {
                    renames.extend(redefined(old, new));
                }
            }
        }
    }
    renames.retain(|from, to| !after.contains(from) && !before.contains(to));
    renames
}

fn mark_moved(edits: &mut [Edit<'_>]) {
    let mut added: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (file, edit) in edits.iter().enumerate() {
        for line in edit.blocks().into_iter().flat_map(|block| edit.new.movable(block.added)) {
            let text = edit.new.lines[line].trim().to_owned();
            added.entry(text).or_default().push((file, line));
        }
    }
    for file in 0..edits.len() {
        let edit = &edits[file];
        let removed = edit.blocks().into_iter().flat_map(|block| edit.old.movable(block.removed));
        for line in removed.collect::<Vec<_>>() {
            let text = edits[file].old.lines[line].trim();
            if let Some((to, target)) = added.get_mut(text).and_then(Vec::pop) {
                edits[file].old.mark(line..line + 1, NoiseKind::Moved);
                edits[to].new.mark(target..target + 1, NoiseKind::Moved);
            }
        }
    }
}
