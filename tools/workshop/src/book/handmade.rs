//! Blocks of code that nobody can produce, each with its reason.

use std::path::Path;

use serde::Deserialize;

use super::page::{Page, read};
use super::problem::Problem;

/// What a reader would take for something that was run.
const PRODUCED: [&str; 6] = ["rust", "console", "sh", "shell", "bash", "powershell"];

/// A block that is typed by hand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    file: String,
    /// Its first line.
    first: String,
    why: String,
}

#[derive(Default, Deserialize)]
struct File {
    #[serde(default)]
    block: Vec<Block>,
}

/// The blocks of the pages that should have been produced, and the reasons that are not needed.
pub fn check(root: &Path, pages: &[Page], is_whole: bool) -> Result<Vec<Problem>, String> {
    let text = read(&root.join("book/handmade.toml"))?;
    let file: File =
        toml::from_str(&text).map_err(|error| format!("book/handmade.toml: {error}"))?;
    Ok(compare(&file.block, pages, is_whole))
}

fn compare(allowed: &[Block], pages: &[Page], is_whole: bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut used = vec![false; allowed.len()];
    for page in pages {
        for (language, first) in blocks(&page.prose()) {
            if !PRODUCED.contains(&language.as_str()) {
                continue;
            }
            let is_this = |block: &Block| {
                block.file == page.path && block.first.trim() == first && !block.why.is_empty()
            };
            if let Some(index) = allowed.iter().position(is_this) {
                used[index] = true;
            } else {
                let what = format!("a {language} block typed by hand: {first}");
                problems.push(Problem::of(&page.path, what));
            }
        }
    }
    for (block, used) in allowed.iter().zip(used) {
        if is_whole && !used {
            let what = format!("{} has no such block: {}", block.file, block.first);
            problems.push(Problem::of("handmade.toml", what));
        }
    }
    problems
}

/// The language and the first line of each fenced block.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else { continue };
        let language = info.split([',', ' ']).next().unwrap_or_default().to_owned();
        let mut first = None;
        for inner in lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")) {
            first.get_or_insert_with(|| inner.trim().to_owned());
        }
        blocks.push((language, first.unwrap_or_default()));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_needs_a_reason_and_a_reason_a_block() {
        let text = "```console\n$ cargo run\n```\n\n```text\nfree\n```\n";
        let pages = [Page::parse("setup.md", text).0];
        let block = |first: &str| Block {
            file: "setup.md".to_owned(),
            first: first.to_owned(),
            why: "It does not end.".to_owned(),
        };
        assert_eq!(compare(&[block("$ cargo run")], &pages, true), []);
        assert_eq!(compare(&[], &pages, true).len(), 1);
        assert_eq!(compare(&[block("$ cargo walk")], &pages, true).len(), 2);
    }
}
