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
//!    shows them) where no line of code changed; for `//!`, which speaks of the
//!    whole file, in a file where no line of code changed. A comment that is
//!    only added is none.
//!
//! A line without any letter or digit, such as `}`, is never noise on its own;
//! it is counted only inside several lines that were reformatted together.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::Edit;
use crate::step::{Status, Step};
use crate::tokens::{Renames, redefined, words};

/// How many letters and digits a line needs, to be recognised elsewhere.
pub const TELLING: usize = 10;

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
