//! A package with some edits.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::package::Package;
use crate::workspace::Sources;

/// A change of a file of a package.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Below `src/`.
    pub file: String,
    /// What occurs once in it; without this the file is created.
    pub find: Option<String>,
    pub replace: String,
}

/// Edits of a package.
#[derive(Debug, Clone)]
pub struct Variant {
    pub package: Package,
    pub edits: Vec<Edit>,
}

/// A file before and after the edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub file: String,
    pub old: String,
    pub new: String,
}

impl Variant {
    /// The files that the edits change.
    pub fn changed(&self, root: &Path) -> Result<Vec<Changed>, String> {
        let src = self.package.sources(root)?;
        let mut changed: Vec<Changed> = Vec::new();
        for edit in &self.edits {
            let index = if let Some(index) = changed.iter().position(|old| old.file == edit.file) {
                index
            } else {
                let old = edit.before(&src)?;
                changed.push(Changed { file: edit.file.clone(), new: old.clone(), old });
                changed.len() - 1
            };
            changed[index].new = edit.apply(&changed[index].new)?;
        }
        Ok(changed)
    }

    /// Writes the package's sources, edited, into a folder.
    pub fn write(&self, root: &Path, folder: &Path) -> Result<(), String> {
        let src = Sources::read(&self.package.sources(root)?, String::new());
        let mut files = src.map_err(|error| error.to_string())?.files;
        files.extend(self.changed(root)?.into_iter().map(|changed| (changed.file, changed.new)));
        for (file, text) in files {
            let path = folder.join(file);
            let written = path.parent().map_or(Ok(()), fs::create_dir_all);
            let written = written.and_then(|()| fs::write(path, text));
            let failed = |error| format!("cannot write a copy of {}: {error}", self.package);
            written.map_err(failed)?;
        }
        Ok(())
    }
}

impl Edit {
    /// The file as it is; one that is to be created has nothing in it.
    fn before(&self, src: &Path) -> Result<String, String> {
        let path = src.join(&self.file);
        match (&self.find, path.is_file()) {
            (None, false) => Ok(String::new()),
            (None, true) => Err(format!("{} is there already: `find` is missing", self.file)),
            (Some(_), _) => fs::read_to_string(path)
                .map(|text| text.replace("\r\n", "\n"))
                .map_err(|error| format!("cannot read {} of the package: {error}", self.file)),
        }
    }

    fn apply(&self, text: &str) -> Result<String, String> {
        let Some(find) = &self.find else { return Ok(self.replace.clone()) };
        let (find, replace) = (block(find), block(&self.replace));
        if find.is_empty() {
            return Err(format!("an edit of {} finds nothing: `find` is empty", self.file));
        }
        let count = text.matches(find).count();
        let (Some((before, rest)), 1) = (text.split_once(find), count) else {
            return Err(format!("{} holds this {count} times, not once: {find}", self.file));
        };
        // Whole lines of which nothing is left leave no blank line either.
        let is_gone = replace.is_empty() && (before.is_empty() || before.ends_with('\n'));
        let rest = rest.strip_prefix('\n').filter(|_| is_gone).unwrap_or(rest);
        Ok(format!("{before}{replace}{rest}"))
    }
}

/// Without the newline before the closing quotes; TOML drops the one after the opening.
fn block(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(find: &str, replace: &str) -> Edit {
        let [find, replace] = [find, replace].map(str::to_owned);
        Edit { file: "x.rs".to_owned(), find: Some(find), replace }
    }

    #[test]
    fn what_is_replaced_occurs_once() {
        assert_eq!(edit("b\n", "x\n").apply("a\nb\nc\n").unwrap(), "a\nx\nc\n");
        assert!(edit("d", "x").apply("a\nb\n").unwrap_err().contains("0 times"));
        assert!(edit("b", "x").apply("b\nb\n").unwrap_err().contains("2 times"));
        assert!(edit("\n", "x").apply("b\n").unwrap_err().contains("empty"));
    }

    #[test]
    fn lines_that_go_leave_no_blank_line() {
        assert_eq!(edit("b\n", "").apply("a\nb\nc\n").unwrap(), "a\nc\n");
        assert_eq!(edit("b\n\n", "").apply("a\n\nb\n\nc\n").unwrap(), "a\n\nc\n");
        assert_eq!(edit("b\n", "").apply("ab\nc\n").unwrap(), "a\nc\n");
        assert_eq!(edit("b\n", "").apply("a\nbc\n").unwrap(), "a\nc\n");
    }
}
