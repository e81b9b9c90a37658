//! Whether the book shows every line that a stage adds or changes, and whether prose leads to what
//! any part shows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::directive::Directive;
use super::excerpt::{Change, Excerpt, LONGEST, located};
use super::page::{Page, Part, words};
use super::problem::Problem;
use super::sources::Sources;

/// The least prose before a block, in words.
const PROSE: usize = 8;

/// What the pages of one part show of its sources.
#[derive(Debug, Default)]
pub struct Coverage {
    /// The stage's crate, if all that it adds has to be shown.
    name: Option<String>,
    /// By file: the lines that the stage adds or changes, by index.
    added: BTreeMap<String, BTreeSet<usize>>,
    shown: BTreeMap<String, BTreeSet<usize>>,
    /// Words of prose in the part.
    pub words: usize,
}

impl Coverage {
    /// Looks at the pages of a stage; also says which blocks are too long, or
    /// follow one another without prose.
    pub fn of(
        sources: &Sources,
        root: &Path,
        stage: u8,
        pages: &[Page],
    ) -> Result<(Self, Vec<Problem>), String> {
        let package = sources.stage(stage)?;
        let mut coverage = Self { name: Some(package.name.clone()), ..Self::default() };
        for file in package.files.keys() {
            let added = sources.added(stage, file)?.into_iter().collect();
            coverage.added.insert(file.clone(), added);
        }
        let pages = pages.iter().filter(|page| page.stage() == Some(stage));
        let problems = coverage.look_at_all(pages, sources, root);
        Ok((coverage, problems))
    }

    /// Looks at the pages of a part that need not show all of any crate.
    pub fn of_part<'a>(
        sources: &Sources,
        root: &Path,
        pages: impl Iterator<Item = &'a Page>,
    ) -> (Self, Vec<Problem>) {
        let mut coverage = Self::default();
        let problems = coverage.look_at_all(pages, sources, root);
        (coverage, problems)
    }

    fn look_at_all<'a>(
        &mut self,
        pages: impl Iterator<Item = &'a Page>,
        sources: &Sources,
        root: &Path,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        for page in pages {
            self.words += words(&page.prose());
            self.look_at(page, sources, root, &mut problems);
        }
        problems
    }

    fn look_at(
        &mut self,
        page: &Page,
        sources: &Sources,
        root: &Path,
        problems: &mut Vec<Problem>,
    ) {
        let mut prose = 0;
        for part in &page.parts {
            let (line, directive) = match part {
                Part::Text(text) => {
                    prose += words(text);
                    continue;
                }
                Part::Directive { line, directive } => (*line, directive),
            };
            let Some((path, length, shown)) = block(sources, root, directive) else { continue };
            if length > LONGEST {
                let what = format!("a block of {length} lines; at most {LONGEST}");
                problems.push(Problem::at(&page.path, line, what));
            }
            if prose < PROSE {
                let what = format!("{prose} words before this block; at least {PROSE}");
                problems.push(Problem::at(&page.path, line, what));
            }
            prose = 0;
            if let Some((package, file)) = located(sources, &path)
                && self.name.as_ref() == Some(&package.name)
            {
                self.shown.entry(file.to_owned()).or_default().extend(shown);
            }
        }
    }

    /// The lines that no block shows, by file; lines are counted from 1.
    pub fn missing(&self) -> impl Iterator<Item = (&str, Vec<usize>)> {
        self.added.iter().filter_map(|(file, added)| {
            let shown = self.shown.get(file);
            let is_missing = |line: &&usize| !shown.is_some_and(|shown| shown.contains(line));
            let missing: Vec<usize> =
                added.iter().filter(is_missing).map(|line| line + 1).collect();
            (!missing.is_empty()).then_some((file.as_str(), missing))
        })
    }

    /// Lines shown, and lines that have to be.
    pub fn counts(&self) -> (usize, usize) {
        let all: usize = self.added.values().map(BTreeSet::len).sum();
        let missing: usize = self.missing().map(|(_, lines)| lines.len()).sum();
        (all - missing, all)
    }
}

/// The file that a block shows, its length, and the lines by index; `None` for
/// what shows no source, or cannot be resolved, which the build reports.
fn block(
    sources: &Sources,
    root: &Path,
    directive: &Directive,
) -> Option<(String, usize, Vec<usize>)> {
    match directive {
        Directive::Code { path, selection } => {
            let excerpt = Excerpt::of(sources, root, path, selection).ok()?;
            let length = excerpt.text.lines().count();
            Some((excerpt.path, length, excerpt.lines.into_iter().flatten().collect()))
        }
        Directive::Diff { from, to, file, selection } => {
            let change = Change::of(sources, (*from, *to), file, selection).ok()?;
            let shown = change.added().collect();
            Some((change.path, change.rows.len(), shown))
        }
        _ => None,
    }
}

/// Line numbers as ranges: `3-5, 9`.
pub fn ranges(lines: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => ranges.push((line, line)),
        }
    }
    let text = |(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    ranges.iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    fn coverage(pages: &[(&str, &str)]) -> (Coverage, Vec<Problem>) {
        let workspace = Workspace::find();
        let sources = Sources::read(&workspace).unwrap();
        let pages: Vec<Page> = pages.iter().map(|(path, text)| Page::parse(path, text).0).collect();
        Coverage::of(&sources, workspace.root(), 2, &pages).unwrap()
    }

    const PROSE: &str = "These are eight words that explain a block.\n\n";

    #[test]
    fn without_pages_everything_is_missing() {
        let (coverage, _) = coverage(&[]);
        let (shown, all) = coverage.counts();
        assert!(shown == 0 && all > 300, "{shown} of {all}");
        assert!(coverage.missing().all(|(file, _)| file != "log.rs"), "it has not changed");
    }

    #[test]
    fn a_shown_file_is_covered() {
        let text = format!("{PROSE}{{{{#code stage2-rooms/src/outbox.rs}}}}\n");
        let (coverage, problems) = coverage(&[("stage2/step.md", &text)]);
        assert_eq!(problems, []);
        assert!(coverage.missing().all(|(file, _)| file != "outbox.rs"));
    }

    #[test]
    fn the_unchanged_part_of_a_diff_counts_for_nothing() {
        let text = format!("{PROSE}{{{{#diff 1 2 server.rs uses}}}}\n");
        let (with, _) = coverage(&[("stage2/step.md", &text)]);
        let (other, _) = coverage(&[("stage3/step.md", &text)]);
        let missing = |coverage: &Coverage| {
            coverage.missing().find(|(file, _)| *file == "server.rs").map(|(_, lines)| lines.len())
        };
        assert_eq!(missing(&other), missing(&with).map(|lines| lines + 4));
    }

    #[test]
    fn dumping_files_covers_nothing_unnoticed() {
        let text = "Short.\n\n{{#code stage2-rooms/src/chat.rs}}\n";
        let (_, problems) = coverage(&[("stage2/step.md", text)]);
        let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(text[0].contains("at most 40") && text[1].contains("at least 8"), "{text:?}");
    }

    #[test]
    fn the_encore_is_held_to_prose_and_to_short_blocks() {
        let workspace = Workspace::find();
        let sources = Sources::read(&workspace).unwrap();
        let look = |text: &str| {
            let page = Page::parse("encore/broker.md", text).0;
            let (coverage, problems) =
                Coverage::of_part(&sources, workspace.root(), std::iter::once(&page));
            assert_eq!(coverage.counts(), (0, 0));
            (coverage.words, problems.len())
        };
        let block = "{{#code encore/broker/src/window.rs Window}}\n";
        assert_eq!(look(&format!("{PROSE}{block}")), (8, 0));
        assert_eq!(look(&format!("Short.\n\n{block}")), (1, 1));
        assert_eq!(look(&format!("{PROSE}{{{{#code encore/broker/src/client.rs}}}}\n")), (8, 1));
    }

    #[test]
    fn line_numbers_are_short() {
        assert_eq!(ranges(&[3, 4, 5, 9]), "3-5, 9");
    }
}
