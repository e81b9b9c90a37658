//! The difference of two stages as text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use crate::paint::Paint;
use crate::step::{BUDGET, FileChange, NOISE_PERCENT, Status, Step};

/// Writes a step in one of its shapes.
pub struct Report<'a, W> {
    pub step: &'a Step,
    pub paint: Paint,
    pub out: W,
}

impl<W: Write> Report<'_, W> {
    /// What `diff -ru` would print; with `full`, added and removed files are
    /// shown line by line.
    pub fn unified(&mut self, full: bool) -> io::Result<()> {
        let step = self.step;
        for file in step.touched() {
            if full || file.status == Status::Changed {
                self.file(file)?;
                continue;
            }
            let (label, lines) = match file.status {
                Status::Removed => (&step.old_label, file.old.lines().count()),
                _ => (&step.new_label, file.new.lines().count()),
            };
            let noun = if lines == 1 { "line" } else { "lines" };
            let line = format!("Only in {label}: {} ({lines} {noun})", file.name);
            writeln!(self.out, "{}", self.paint.heading(&line))?;
        }
        self.out.flush()
    }

    /// A line for each file, and what the step costs.
    pub fn table(&mut self) -> io::Result<()> {
        let step = self.step;
        let title = format!("{} to {}", step.old_label, step.new_label);
        writeln!(self.out, "{}\n", self.paint.heading(&title))?;
        let width = step.files.iter().map(|file| file.name.len()).max().unwrap_or(0).max(4);
        let head = format!(
            "{:width$}  {:9}  {:>5}  {:>7}  {:>7}",
            "file", "status", "added", "removed", "changed"
        );
        writeln!(self.out, "{}", self.paint.heading(&head))?;
        for file in &step.files {
            let (added, removed) = file.counts();
            let shown = |count: usize| if count == 0 { "-".to_owned() } else { count.to_string() };
            let (added, removed, changed) = (shown(added), shown(removed), shown(file.changed()));
            let (name, status) = (&file.name, file.status.word());
            writeln!(
                self.out,
                "{name:width$}  {status:9}  {added:>5}  {removed:>7}  {changed:>7}"
            )?;
        }
        self.totals()?;
        self.out.flush()
    }

    /// Each line that is noise, with its place.
    pub fn noise(&mut self) -> io::Result<()> {
        for line in self.step.noise() {
            let label = if line.is_added { &self.step.new_label } else { &self.step.old_label };
            let kind = format!("{:?}", line.kind).to_lowercase();
            let place = format!("{label}/{}:{}:", line.file, line.number);
            let text = format!("{}{}", if line.is_added { '+' } else { '-' }, line.text);
            let text =
                if line.is_added { self.paint.added(&text) } else { self.paint.removed(&text) };
            writeln!(self.out, "{} {kind}: {text}", self.paint.place(&place))?;
        }
        self.out.flush()
    }

    fn totals(&mut self) -> io::Result<()> {
        let totals = self.step.totals();
        let mut kinds = BTreeMap::new();
        for line in self.step.noise() {
            *kinds.entry(line.kind).or_insert(0) += 1;
        }
        let kinds: Vec<String> = kinds
            .into_iter()
            .map(|(kind, count)| format!("{count} {}", format!("{kind:?}").to_lowercase()))
            .collect();
        let verdict = |bad, good: &str| if bad { "TOO MANY".to_owned() } else { good.to_owned() };
        writeln!(
            self.out,
            "\nin files of both stages:\n\
             changed lines  {} ({} added, {} removed) of at most {BUDGET}: {}\n\
             noise          {} lines{}, {} % of at most {NOISE_PERCENT} %: {}",
            totals.changed,
            totals.added,
            totals.removed,
            verdict(totals.is_over_budget(), "ok"),
            totals.noise,
            if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) },
            totals.noise_share(),
            verdict(totals.is_too_noisy(), "ok"),
        )
    }

    fn file(&mut self, file: &FileChange) -> io::Result<()> {
        let side = |label: &str, is_there| {
            if is_there { format!("{label}/{}", file.name) } else { "/dev/null".to_owned() }
        };
        let old = side(&self.step.old_label, file.status != Status::Added);
        let new = side(&self.step.new_label, file.status != Status::Removed);
        writeln!(self.out, "{}", self.paint.heading(&format!("--- {old}")))?;
        writeln!(self.out, "{}", self.paint.heading(&format!("+++ {new}")))?;
        let diff = TextDiff::from_lines(file.old.as_str(), file.new.as_str());
        for hunk in diff.unified_diff().iter_hunks() {
            writeln!(self.out, "{}", self.paint.place(&hunk.header().to_string()))?;
            for change in hunk.iter_changes() {
                let text = format!("{}{}", change.tag(), change.value().trim_end_matches('\n'));
                let text = match change.tag() {
                    ChangeTag::Delete => self.paint.removed(&text),
                    ChangeTag::Insert => self.paint.added(&text),
                    ChangeTag::Equal => text,
                };
                writeln!(self.out, "{text}")?;
                if change.missing_newline() {
                    writeln!(self.out, "\\ No newline at end of file")?;
                }
            }
        }
        Ok(())
    }
}
