//! How many lines of code a crate has: blank lines, comments and tests do not count.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item};

use super::items::Shared;
use super::label::squeezed;
use super::sources::Crate;

/// What stands between thousands: narrow, and no line ends there.
pub const THIN: char = '\u{202f}';

/// The lines of code of all files in a crate's `src/`.
pub fn of(package: &Crate) -> Result<usize, String> {
    let is_rust = |file: &str| file.rsplit_once('.').is_some_and(|(_, end)| end == "rs");
    let files = package.files.iter().filter(|(file, _)| is_rust(file));
    let mut counted = Vec::new();
    let mut tests = Vec::new();
    for (file, source) in files {
        let (count, modules) = count(&source.text).map_err(|why| format!("{file}: {why}"))?;
        tests.extend(modules.iter().map(|module| below(file) + module));
        counted.push((file, count));
    }
    let is_test = |file: &str| {
        let inside = |test: &String| file.strip_prefix(test.as_str());
        tests.iter().filter_map(inside).any(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    Ok(counted.iter().filter(|(file, _)| !is_test(file)).map(|(_, count)| count).sum())
}

/// `12 345`, with blanks that are thin.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(THIN);
        }
        text.push(digit);
    }
    text
}

/// Where the modules lie that a file declares.
fn below(file: &str) -> String {
    let (folder, name) = file.rsplit_once('/').map_or(("", file), |(folder, name)| (folder, name));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    match name.trim_end_matches(".rs") {
        "lib" | "main" | "mod" => folder,
        module => format!("{folder}{module}/"),
    }
}

/// The lines of code in a text, and the modules of tests that lie in files of their own.
fn count(text: &str) -> Result<(usize, Vec<String>), String> {
    let failed = |error: &dyn ToString| error.to_string();
    let parsed = syn::parse_file(text).map_err(|error| failed(&error))?;
    let mut tests = Tests::default();
    tests.visit_file(&parsed);
    let mut lines = BTreeSet::new();
    mark(text.parse().map_err(|error: proc_macro2::LexError| failed(&error))?, &mut lines);
    lines.retain(|line| !tests.ranges.iter().any(|range| range.contains(line)));
    Ok((lines.len(), tests.modules))
}

/// Adds the lines that hold a token of code.
fn mark(stream: TokenStream, lines: &mut BTreeSet<usize>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut rest = trees.as_slice();
    while let [first, others @ ..] = rest {
        if let Some(length) = comment(rest) {
            rest = &rest[length..];
            continue;
        }
        if let TokenTree::Group(group) = first {
            lines.extend(within(group.span_open()));
            lines.extend(within(group.span_close()));
            mark(group.stream(), lines);
        } else {
            lines.extend(within(first.span()));
        }
        rest = others;
    }
}

/// How many tokens a doc comment is made of, if one stands here: to the lexer it is an attribute.
fn comment(trees: &[TokenTree]) -> Option<usize> {
    let is = |tree: &TokenTree, sign| matches!(tree, TokenTree::Punct(of) if of.as_char() == sign);
    match trees {
        [hash, TokenTree::Group(group), ..] if is(hash, '#') && is_doc(group) => Some(2),
        [hash, inner, TokenTree::Group(group), ..]
            if is(hash, '#') && is(inner, '!') && is_doc(group) =>
        {
            Some(3)
        }
        _ => None,
    }
}

fn is_doc(group: &Group) -> bool {
    let mut inner = group.stream().into_iter().map(|tree| tree.to_string());
    group.delimiter() == Delimiter::Bracket
        && inner.next().as_deref() == Some("doc")
        && inner.next().as_deref() == Some("=")
}

fn within(span: Span) -> RangeInclusive<usize> {
    span.start().line..=span.end().line
}

/// What is compiled for tests alone.
#[derive(Default)]
struct Tests {
    ranges: Vec<RangeInclusive<usize>>,
    modules: Vec<String>,
}

impl<'ast> Visit<'ast> for Tests {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(item.attrs()) {
            return visit::visit_item(self, item);
        }
        self.ranges.push(within(item.span()));
        if let Item::Mod(module) = item
            && module.content.is_none()
        {
            self.modules.push(module.ident.to_string());
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        match item {
            ImplItem::Fn(method) if is_for_tests(&method.attrs) => {
                self.ranges.push(within(method.span()));
            }
            _ => visit::visit_impl_item(self, item),
        }
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).any(|attribute| {
        let text = squeezed(attribute);
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|word| word == "test") && !text.contains("not(test)")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::items::Items;
    use crate::book::sources::SourceFile;

    const SOURCE: &str = r#"//! Docs.
/* A comment
   of two lines. */
use std::fmt; // It counts.

/// A room.
#[derive(Debug)]
struct Room {
    /// Its name.
    name: &'static str,
}

#[cfg(not(test))]
const TEXT: &str = "one

three";

impl Room {
    #[cfg(test)]
    fn peek(&self) {}
}

#[cfg(all(test, not(loom)))]
mod tests;

#[cfg(test)]
mod more {
    fn inside() {}
}
"#;

    #[test]
    fn only_code_counts() {
        // use; derive, struct, field, brace; cfg, const of three lines; impl, brace.
        assert_eq!(count(SOURCE).unwrap(), (11, vec!["tests".to_owned()]));
    }

    #[test]
    fn files_of_tests_do_not_count() {
        let files = [
            ("lib.rs", "mod a;\n"),
            ("a.rs", "#[cfg(test)]\nmod tests;\nmod testing;\n"),
            ("a/tests.rs", "mod more;\n"),
            ("a/tests/more.rs", "fn one() {}\n"),
            ("a/testing.rs", "fn two() {}\n"),
        ];
        let file = |(name, text): (&str, &str)| {
            let items = Items::of(name, text).unwrap();
            (name.to_owned(), SourceFile { text: text.to_owned(), items })
        };
        let package = Crate { name: "x".to_owned(), files: files.map(file).into() };
        assert_eq!(of(&package), Ok(3));
    }

    #[test]
    fn modules_lie_beside_or_below_the_file() {
        let places = ["lib.rs", "broker.rs", "task/mod.rs", "task/state.rs"].map(below);
        assert_eq!(places, ["", "broker/", "task/", "task/state/"]);
    }

    #[test]
    fn thousands_are_parted() {
        let parted = [999, 1000, 1_234_567].map(|count| grouped(count).replace(THIN, "_"));
        assert_eq!(parted, ["999", "1_000", "1_234_567"]);
    }
}
