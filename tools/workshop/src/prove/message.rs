//! rustc's messages without what only some machines have: the sources of libraries.
//!
//! Where rustc has them it shows a part of them, and makes room for their line numbers in the
//! margin; elsewhere it writes the labels as notes, and counts columns from 0. What stays is
//! the place.

use super::rustc::{Diagnostic, Span};

/// Lines that name a file of this machine, and what belongs to them.
const NEVER: [&str; 4] = [
    "For more information about",
    "the full name for the type has been written to",
    "the full type name has been written to",
    "consider using `--verbose` to print the full type name",
];

/// How a diagnostic looks on every machine.
pub fn portable(diagnostic: &Diagnostic) -> String {
    let rendered = diagnostic.rendered.as_deref().unwrap_or_default();
    let mut spans = Vec::new();
    foreign_spans(diagnostic, &mut spans);
    let kept = without_excerpts(rendered, &spans);
    let width = rendered.lines().find_map(|line| Some(Place::parse(line)?.indent));
    let needed = kept.iter().filter_map(|line| digits(line)).max().unwrap_or(1);
    narrowed(&kept, width.unwrap_or(0).saturating_sub(needed))
}

/// Whether a file is part of a library that comes from elsewhere.
fn is_foreign(path: &str) -> bool {
    let path = path.replace('\\', "/");
    path.starts_with("/rustc/")
        || path.contains("/rustlib/src/rust/library/")
        || path.contains("/registry/src/")
}

fn foreign_spans<'a>(diagnostic: &'a Diagnostic, spans: &mut Vec<&'a Span>) {
    spans.extend(diagnostic.spans.iter().filter(|span| is_foreign(&span.file_name)));
    for child in &diagnostic.children {
        foreign_spans(child, spans);
    }
}

/// `  --> src/server.rs:3:5`
struct Place<'a> {
    indent: usize,
    path: &'a str,
    line: usize,
}

impl<'a> Place<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let inner = text.trim_start();
        let rest = inner.strip_prefix("--> ").or_else(|| inner.strip_prefix("::: "))?;
        let mut parts = rest.rsplitn(3, ':');
        let (_, line, path) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { indent: text.len() - inner.len(), path, line: line.parse().ok()? })
    }

    /// The line to show for a place in a library, if any: where something is pointed at, or if
    /// that is nowhere in this file, the first of several.
    fn foreign(&self, spans: &[&Span], last: Option<&str>) -> Option<String> {
        let here: Vec<_> = spans.iter().filter(|span| span.file_name == self.path).collect();
        let mut of_line = here.iter().filter(|span| span.line_start == self.line);
        let primary = of_line.clone().find(|span| span.is_primary);
        let is_elsewhere = here.iter().any(|span| span.is_primary) || last == Some(self.path);
        if primary.is_none() && is_elsewhere {
            return None;
        }
        let arrow = if primary.is_some() { "-->" } else { ":::" };
        let column = primary.or_else(|| of_line.next()).map_or(1, |span| span.column_start);
        let indent = " ".repeat(self.indent);
        Some(format!("{indent}{arrow} {}:{}:{column}", self.path, self.line))
    }
}

fn without_excerpts(rendered: &str, spans: &[&Span]) -> Vec<String> {
    let is_label = |line: &str| {
        let note = line.trim_start().strip_prefix("= note: ");
        note.is_some_and(|note| spans.iter().any(|span| span.label.as_deref() == Some(note)))
    };
    let mut kept = Vec::new();
    let mut foreign: Option<&str> = None;
    for line in rendered.lines().filter(|line| !NEVER.iter().any(|never| line.contains(never))) {
        if let Some(place) = Place::parse(line) {
            if is_foreign(place.path) {
                kept.extend(place.foreign(spans, foreign));
                foreign = Some(place.path);
            } else {
                foreign = None;
                kept.push(line.replace('\\', "/"));
            }
            continue;
        }
        if foreign.is_some() && (is_excerpt(line) || is_label(line)) {
            continue;
        }
        foreign = None;
        kept.push(line.trim_end().to_owned());
    }
    kept
}

/// A line with a bar in the margin, or one that stands for some that were left out.
fn is_excerpt(line: &str) -> bool {
    let margin = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    margin.trim_start().starts_with('|') || line.starts_with("...")
}

/// How many digits the number in the margin has.
fn digits(line: &str) -> Option<usize> {
    let inner = line.trim_start();
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = inner.len() - rest.len();
    let is_margin = [" |", " +", " -", " ~"].iter().any(|mark| rest.starts_with(mark));
    (count > 0 && is_margin).then_some(count)
}

/// Takes columns off the margin. What a headline says goes on without one.
fn narrowed(lines: &[String], columns: usize) -> String {
    let taken = " ".repeat(columns);
    let mut text = String::new();
    let mut is_headline = false;
    for line in lines {
        let in_margin = digits(line).is_some() || is_excerpt(line) || Place::parse(line).is_some();
        let starts = !line.starts_with(' ') && !line.is_empty();
        is_headline = !in_margin && (starts || is_headline) && !line.trim_start().starts_with("= ");
        let line = line.strip_prefix(&taken).filter(|_| !is_headline).unwrap_or(line);
        text += line;
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same message where the library's sources are, and where they are not.
    const WITH: &str = "error[E0277]: no\n     --> src/a.rs:3:5\n      |\n    3 | f(x);\n      | ^ no\n\
        note: required\n     --> /r/lib/rustlib/src/rust/library/std/src/t.rs:10726:9\n      |\n\
        10720 | pub fn f\n      |        - in this function\n...\n10726 | F: Send\n\
        \x20     |    ^^^^ this bound\n      = note: and\n              more\nhelp: a\n   two\n";
    const WITHOUT: &str = "error[E0277]: no\n --> src/a.rs:3:5\n  |\n3 | f(x);\n  | ^ no\n\
        note: required\n --> /rustc/abc/library/std/src/t.rs:10720:8\n  |\n  = note: in this function\n\
        \x20::: /rustc/abc/library/std/src/t.rs:10726:8\n  |\n  = note: this bound\n  = note: and\n\
        \x20         more\nhelp: a\n   two\n";

    fn message(rendered: &str, file: &str) -> String {
        let span = |line_start, is_primary, label: &str| Span {
            file_name: file.to_owned(),
            line_start,
            column_start: 9,
            is_primary,
            label: Some(label.to_owned()),
        };
        portable(&Diagnostic {
            level: "error".to_owned(),
            code: None,
            rendered: Some(rendered.to_owned()),
            spans: vec![span(10_726, true, "this bound"), span(10_720, false, "in this function")],
            children: Vec::new(),
        })
    }

    #[test]
    fn it_is_the_same_with_and_without_sources() {
        let expected = "error[E0277]: no\n --> src/a.rs:3:5\n  |\n3 | f(x);\n  | ^ no\n\
            note: required\n --> FILE:10726:9\n  = note: and\n          more\nhelp: a\n   two\n";
        for (rendered, file) in [
            (WITH, "/r/lib/rustlib/src/rust/library/std/src/t.rs"),
            (WITHOUT, "/rustc/abc/library/std/src/t.rs"),
        ] {
            assert_eq!(message(rendered, file), expected.replace("FILE", file));
        }
    }

    #[test]
    fn files_of_this_machine_are_not_named() {
        let rendered = "error: no\n = note: the full name for the type has been written to 'x'\n\
            For more information about this error, try `rustc --explain E0277`.\n";
        assert_eq!(message(rendered, "x"), "error: no\n");
    }
}
