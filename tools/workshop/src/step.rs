//! Two stages side by side, file by file.

use similar::{ChangeTag, DiffTag, TextDiff};

use crate::noise::{self, NoiseLine};
use crate::workspace::Sources;

/// How many lines a step may change in files of both stages.
pub const BUDGET: usize = 300;

/// How many of those may be noise, in percent.
pub const NOISE_PERCENT: usize = 10;

/// What a step does to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Identical,
    Changed,
    Added,
    Removed,
}

impl Status {
    /// The word for it in a table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// One file before and after a step.
#[derive(Debug, Clone)]
pub struct FileChange {
    pub name: String,
    pub status: Status,
    /// Empty when there was no such file.
    pub old: String,
    /// Empty when there is no such file any more.
    pub new: String,
}

impl FileChange {
    /// How many lines were added, and how many removed.
    pub fn counts(&self) -> (usize, usize) {
        let diff = TextDiff::from_lines(self.old.as_str(), self.new.as_str());
        let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
        (count(ChangeTag::Insert), count(ChangeTag::Delete))
    }

    /// How many lines changed: a line in the place of another counts once.
    pub fn changed(&self) -> usize {
        let diff = TextDiff::from_lines(self.old.as_str(), self.new.as_str());
        let changes = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
        changes.map(|op| op.old_range().len().max(op.new_range().len())).sum()
    }
}

/// The way from one stage to another.
#[derive(Debug, Clone)]
pub struct Step {
    pub old_label: String,
    pub new_label: String,
    /// By name.
    pub files: Vec<FileChange>,
}

/// What a step costs its readers. All numbers are lines of files that are in both
/// stages: a file that comes or goes as a whole is read once, not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    pub added: usize,
    pub removed: usize,
    /// A line in the place of another counts once.
    pub changed: usize,
    /// Lines on both sides.
    pub noise: usize,
}

impl Step {
    /// Compares two stages.
    pub fn between(old: &Sources, new: &Sources) -> Self {
        let mut names: Vec<&String> = old.files.keys().chain(new.files.keys()).collect();
        names.sort();
        names.dedup();
        let files = names.into_iter().map(|name| {
            let (before, after) = (old.files.get(name), new.files.get(name));
            let status = match (before, after) {
                (None, _) => Status::Added,
                (_, None) => Status::Removed,
                (before, after) if before == after => Status::Identical,
                _ => Status::Changed,
            };
            let text = |side: Option<&String>| side.cloned().unwrap_or_default();
            FileChange { name: name.clone(), status, old: text(before), new: text(after) }
        });
        Self { old_label: old.label.clone(), new_label: new.label.clone(), files: files.collect() }
    }

    /// The files that a step does something to.
    pub fn touched(&self) -> impl Iterator<Item = &FileChange> {
        self.files.iter().filter(|file| file.status != Status::Identical)
    }

    /// Every changed line that is noise.
    pub fn noise(&self) -> Vec<NoiseLine> {
        noise::find(self)
    }

    /// What the step costs its readers.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals { noise: self.noise().len(), ..Totals::default() };
        for file in self.files.iter().filter(|file| file.status == Status::Changed) {
            let (added, removed) = file.counts();
            totals.added += added;
            totals.removed += removed;
            totals.changed += file.changed();
        }
        totals
    }
}

impl Totals {
    /// Whether more lines changed than a step may change.
    pub fn is_over_budget(self) -> bool {
        self.changed > BUDGET
    }

    /// Whether more of the added and removed lines are noise than may be.
    pub fn is_too_noisy(self) -> bool {
        self.noise * 100 > (self.added + self.removed) * NOISE_PERCENT
    }

    /// The share of noise with one decimal, such as `5.2`.
    pub fn noise_share(self) -> String {
        let permille = (self.noise * 1000).checked_div(self.added + self.removed).unwrap_or(0);
        format!("{}.{}", permille / 10, permille % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> Sources {
        let files = files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned()));
        Sources { label: String::new(), files: files.collect() }
    }

    #[test]
    fn every_file_has_its_status_and_its_counts() {
        let old = sources(&[("a", "1\n2\n"), ("b", "1\n2\n3\n"), ("d", "x\n")]);
        let new = sources(&[("a", "1\n2\n"), ("b", "1\nzwei\n3\n4\n"), ("c", "p\nq\n")]);
        let step = Step::between(&old, &new);
        let seen: Vec<_> = step
            .files
            .iter()
            .map(|file| (file.name.as_str(), file.status, file.counts()))
            .collect();
        assert_eq!(
            seen,
            [
                ("a", Status::Identical, (0, 0)),
                ("b", Status::Changed, (2, 1)),
                ("c", Status::Added, (2, 0)),
                ("d", Status::Removed, (0, 1)),
            ]
        );
        assert_eq!(step.totals(), Totals { added: 2, removed: 1, changed: 2, noise: 0 });
    }

    #[test]
    fn the_limits_are_allowed_and_one_more_is_not() {
        let full = Totals { added: 200, removed: 100, changed: 300, noise: 30 };
        assert!(!full.is_over_budget() && !full.is_too_noisy());
        assert!(Totals { changed: 301, ..full }.is_over_budget());
        assert!(Totals { noise: 31, ..full }.is_too_noisy());
        assert_eq!(full.noise_share(), "10.0");
        assert_eq!(Totals::default().noise_share(), "0.0");
        assert!(!Totals::default().is_too_noisy());
    }
}
