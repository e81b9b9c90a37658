//! Reads the sources for the other tests.

use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemFn, ItemMod};
use workshop::Workspace;

use crate::tables::STAGES;

/// A Rust file, as text and as a tree.
pub struct Source {
    /// From the root of the workspace, with `/`.
    pub path: String,
    pub text: String,
    pub tree: syn::File,
    /// Line ranges of `#[cfg(test)]` modules and `#[test]` functions.
    tests: Vec<RangeInclusive<usize>>,
}

impl Source {
    /// The file at this path below the root of the workspace.
    pub fn read(path: String) -> Self {
        let text = fs::read_to_string(Workspace::find().root().join(&path))
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let tree = syn::parse_file(&text)
            .unwrap_or_else(|error| panic!("{path}:{}: {error}", error.span().start().line));
        let mut finder = Tests(Vec::new());
        finder.visit_file(&tree);
        Self { path, text, tree, tests: finder.0 }
    }

    /// Whether the line belongs to a test: of a file in `tests/`, or of a model for loom, every line.
    pub fn is_test(&self, line: usize) -> bool {
        let is_file = ["/tests/", "/loom_tests"].iter().any(|name| self.path.contains(name));
        is_file || self.tests.iter().any(|lines| lines.contains(&line))
    }

    /// A violation in this file.
    pub fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }

    /// The text of a line, counted from 1; nothing for line 0.
    pub fn line(&self, number: usize) -> &str {
        number.checked_sub(1).and_then(|index| self.text.lines().nth(index)).unwrap_or_default()
    }
}

/// All Rust files of the stages, their tests included.
pub fn of_stages() -> Vec<Source> {
    STAGES.iter().flat_map(|stage| below(stage)).map(Source::read).collect()
}

/// All Rust files of the stages, what is beyond them, and the tools.
pub fn of_workspace() -> Vec<Source> {
    let others = ["encore", "tools"].into_iter().flat_map(below).map(Source::read);
    of_stages().into_iter().chain(others).collect()
}

/// The Rust files below a folder, which is given from the root of the workspace.
pub fn below(folder: &str) -> Vec<String> {
    let mut found: Vec<String> = entries(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| relative(&path))
        .collect();
    found.sort();
    found
}

/// All files below a folder, links included, which are not followed.
pub fn entries(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Workspace::find().root().join(folder)];
    while let Some(folder) = folders.pop() {
        let list = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        for entry in list {
            let entry = entry.unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found
}

/// A path from the root of the workspace, with `/`.
pub fn relative(path: &Path) -> String {
    let workspace = Workspace::find();
    let path = path.strip_prefix(workspace.root()).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// Whether an item exists in tests only.
pub fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg_test = attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test");
        is_cfg_test || attribute.path().is_ident("test")
    })
}

struct Tests(Vec<RangeInclusive<usize>>);

impl Tests {
    fn add(&mut self, attributes: &[Attribute], item: &impl Spanned) {
        if is_for_tests(attributes) {
            self.0.push(item.span().start().line..=item.span().end().line);
        }
    }
}

impl<'ast> Visit<'ast> for Tests {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.add(&item.attrs, item);
        visit::visit_item_mod(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.add(&item.attrs, item);
        visit::visit_item_fn(self, item);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Impl(block) = item {
            self.add(&block.attrs, block);
        }
        visit::visit_item(self, item);
    }
}
