//! What a `code` or a `diff` shows: lines of files, cut out and numbered.

use std::ops::Range;
use std::path::Path;

use super::items::Items;
use super::selection::Selection;
use super::sources::{Crate, Line, Sources, dedented, holds};

/// The most lines that a block may have.
pub const LONGEST: usize = 40;

/// Unchanged lines shown around a change.
const CONTEXT: usize = 2;

/// Lines of one file, as a page shows them.
#[derive(Debug)]
pub struct Excerpt {
    /// The file in the repository: `stage2-rooms/src/room.rs`.
    pub path: String,
    /// Where in it the shown lines stand, by index.
    pub lines: Vec<Range<usize>>,
    pub text: String,
}

/// The change of a file, as a page shows it.
#[derive(Debug)]
pub struct Change {
    pub path: String,
    /// Lines with their surroundings; hunks are what lies between `None`.
    pub rows: Vec<Option<Line>>,
}

impl Excerpt {
    pub fn of(
        sources: &Sources,
        root: &Path,
        path: &str,
        selection: &Selection,
    ) -> Result<Self, String> {
        if let Some((package, file)) = located(sources, path) {
            let found = package.files.get(file);
            let source = found.ok_or_else(|| format!("there is no {path}"))?;
            return Self::of_source(path, &source.text, selection);
        }
        let text = std::fs::read_to_string(root.join(path))
            .map_err(|error| format!("cannot read {path}: {error}"))?;
        Self::of_source(path, &text, selection)
    }

    /// The selected lines of a text.
    pub fn of_source(path: &str, text: &str, selection: &Selection) -> Result<Self, String> {
        let ranges = selection.lines(text, &Items::of(path, text)?)?;
        let all: Vec<&str> = text.lines().collect();
        let parts: Vec<String> = ranges
            .iter()
            .map(|range| dedented(all[range.clone()].iter().copied()).join("\n"))
            .collect();
        Ok(Self { path: path.to_owned(), text: joined(&parts, &ranges), lines: ranges })
    }
}

/// Items that stand apart are parted by a blank line.
fn joined(parts: &[String], ranges: &[Range<usize>]) -> String {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            let adjoins = ranges[index - 1].end == ranges[index].start;
            let is_short = part.lines().count() == 1 && parts[index - 1].lines().count() == 1;
            text += if adjoins || is_short { "\n" } else { "\n\n" };
        }
        text += part;
    }
    text
}

impl Change {
    pub fn of(
        sources: &Sources,
        (from, to): (u8, u8),
        file: &str,
        selection: &Selection,
    ) -> Result<Self, String> {
        let all = sources.change(from, to, file)?;
        let files = [sources.stage(from)?.files.get(file), sources.stage(to)?.files.get(file)];
        let is_known = |name: &&String| {
            files.iter().flatten().any(|source| !source.items.find(name).is_empty())
        };
        if let Some(name) = selection.items.iter().find(|name| !is_known(name)) {
            return Err(format!("neither stage has {name} in {file}"));
        }
        let [old, new] = files.map(|source| {
            let lines = source.map(|source| selection.known_lines(&source.text, &source.items));
            lines.and_then(Result::ok).unwrap_or_default()
        });
        if old.is_empty() && new.is_empty() {
            return Err(format!("neither stage has such a part in {file}"));
        }
        let lines = meant(all, &old, &new);
        let is_changed = |line: &Line| line.old.is_none() || line.new.is_none();
        if !lines.iter().any(is_changed) {
            return Err(format!("nothing changes there in {file} from stage {from} to {to}"));
        }
        let stage = if sources.stage(to)?.files.contains_key(file) { to } else { from };
        let folder = if file == "Cargo.toml" { "" } else { "src/" };
        let path = format!("{}/{folder}{file}", sources.stage(stage)?.name);
        Ok(Self { path, rows: hunks(lines, is_changed) })
    }

    /// The lines with their signs.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            match row {
                None => text += "  …\n",
                Some(line) => text += &format!("{}{}\n", line.sign(), line.text),
            }
        }
        text
    }

    /// The added lines that are shown, by index in the newer file.
    pub fn added(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().flatten().filter(|line| line.old.is_none()).filter_map(|line| line.new)
    }
}

/// The lines of these ranges of the older and of the newer file. What was removed between two
/// lines of the newer range belongs to it, although no text there leads to it any more.
fn meant(all: Vec<Line>, old: &[Range<usize>], new: &[Range<usize>]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut removed = Vec::new();
    let mut is_inside = false;
    for line in all {
        if line.new.is_none() {
            let is_meant = holds(old, line.old);
            removed.push((is_meant, line));
            continue;
        }
        let is_meant = holds(new, line.new) || holds(old, line.old);
        let surrounded = is_inside && is_meant;
        let kept = removed.drain(..).filter(|(is_meant, _)| *is_meant || surrounded);
        lines.extend(kept.map(|(_, line)| line));
        is_inside = is_meant;
        if is_meant {
            lines.push(line);
        }
    }
    lines.extend(removed.into_iter().filter(|(is_meant, _)| *is_meant).map(|(_, line)| line));
    lines
}

/// Leaves out what is far from any change.
fn hunks(lines: Vec<Line>, is_changed: impl Fn(&Line) -> bool) -> Vec<Option<Line>> {
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| is_changed(line)).map(|(at, _)| at).collect();
    let is_near = |at: usize| changed.iter().any(|&change| change.abs_diff(at) <= CONTEXT);
    let mut rows = Vec::new();
    let mut skipped = false;
    for (at, line) in lines.into_iter().enumerate() {
        if !is_near(at) {
            skipped = !rows.is_empty();
            continue;
        }
        if std::mem::take(&mut skipped) {
            rows.push(None);
        }
        rows.push(Some(line));
    }
    while rows.last().is_some_and(|row| row.as_ref().is_none_or(|line| line.text.is_empty())) {
        rows.pop();
    }
    rows
}

/// The crate and the file of a path such as `stage2-rooms/src/room.rs`.
pub fn located<'a, 'b>(sources: &'a Sources, path: &'b str) -> Option<(&'a Crate, &'b str)> {
    let inside = |package: &Crate| path.strip_prefix(&package.name)?.strip_prefix('/');
    let (package, file) = sources.crates().find_map(|package| Some((package, inside(package)?)))?;
    let file = if file == "Cargo.toml" { file } else { file.strip_prefix("src/")? };
    Some((package, file))
}
