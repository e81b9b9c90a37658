//! The index of patterns, and what each of them has to have.

use std::path::Path;

use serde::Deserialize;

use super::directive::Directive;
use super::html;
use super::page::{Page, Part, read};
use super::problem::Problem;

/// The sections that the page of a pattern has, in this order.
const SECTIONS: [&str; 6] = [
    "The problem",
    "The naive try",
    "The pattern",
    "Where the server uses it",
    "What it costs",
    "When not to use it",
];

/// One of the patterns that the course teaches.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    pub number: u8,
    pub name: String,
    /// Its page in the book.
    pub page: String,
    /// Where the server uses it.
    files: Vec<String>,
    /// What becomes of it in later stages.
    fate: String,
}

#[derive(Deserialize)]
struct File {
    pattern: Vec<Pattern>,
}

impl Pattern {
    pub fn load_all(root: &Path) -> Result<Vec<Self>, String> {
        let text = read(&root.join("book/patterns.toml"))?;
        let file: File =
            toml::from_str(&text).map_err(|error| format!("book/patterns.toml: {error}"))?;
        Ok(file.pattern)
    }

    fn stage(&self) -> &str {
        self.page.split_once('/').map_or("", |(part, _)| part.trim_start_matches("stage"))
    }

    /// What its page lacks; `None` if there is no such page yet.
    pub fn lacks(&self, pages: &[Page]) -> Vec<Problem> {
        let Some(page) = pages.iter().find(|page| page.path == self.page) else {
            return vec![Problem::of(&self.page, "this pattern's page is missing")];
        };
        let mut problems = Vec::new();
        let headings: Vec<String> = page
            .prose()
            .lines()
            .filter_map(|line| line.strip_prefix("## ").map(|title| title.trim().to_owned()))
            .collect();
        let wanted: Vec<&str> =
            headings.iter().map(String::as_str).filter(|title| SECTIONS.contains(title)).collect();
        if wanted != SECTIONS {
            let what = format!("a pattern's sections are: {}", SECTIONS.join(", "));
            problems.push(Problem::of(&self.page, what));
        }
        if !page.shows_failure() {
            let what = "The naive try shows no `fails` and no `run`";
            problems.push(Problem::of(&self.page, what));
        }
        problems
    }
}

impl Page {
    /// Whether its naive try is shown to fail.
    fn shows_failure(&self) -> bool {
        let mut inside = false;
        for part in &self.parts {
            match part {
                Part::Text(text) => {
                    let last = text.lines().rfind(|line| line.starts_with("## "));
                    inside = last.map_or(inside, |title| title.trim() == "## The naive try");
                }
                Part::Directive { directive, .. } => {
                    let fails = matches!(directive, Directive::Fails(_) | Directive::Run(_));
                    if inside && fails {
                        return true;
                    }
                }
            }
        }
        false
    }
}

/// All patterns as a table.
pub fn index(patterns: &[Pattern], to_root: &str) -> String {
    let mut body = "<table>\n<thead><tr><td></td>".to_owned();
    for head in ["pattern", "from stage", "where", "what becomes of it"] {
        body += &format!("<th scope=\"col\">{head}</th>");
    }
    body += "</tr></thead>\n<tbody>\n";
    for pattern in patterns {
        let files: Vec<String> = pattern
            .files
            .iter()
            .map(|file| format!("<code>{}</code>", html::escaped(file)))
            .collect();
        let page = pattern.page.replace(".md", ".html");
        body += &format!(
            "<tr><td>{}</td><td><a href=\"{to_root}{page}\">{}</a></td><td>{}</td><td>{}</td>\
             <td>{}</td></tr>\n",
            pattern.number,
            html::escaped(&pattern.name),
            pattern.stage(),
            files.join(", "),
            html::escaped(&pattern.fate)
        );
    }
    html::figure("patterns", "The 22 patterns", &(body + "</tbody>\n</table>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacking(text: &str) -> usize {
        let pattern = Pattern {
            number: 5,
            name: "Rc".to_owned(),
            page: "stage2/rc.md".to_owned(),
            files: Vec::new(),
            fate: String::new(),
        };
        pattern.lacks(&[Page::parse("stage2/rc.md", text).0]).len()
    }

    #[test]
    fn a_pattern_has_its_sections_and_a_failure() {
        let mut page = "# Rc\n".to_owned();
        for section in SECTIONS {
            page += &format!("\n## {section}\n\nProse.\n");
            if section == "The naive try" {
                page += "\n{{#fails stage2/x}}\n";
            }
        }
        assert_eq!(lacking(&page), 0);
        assert_eq!(lacking(&page.replace("## What it costs", "## Costs")), 1);
        let elsewhere = page.replace("\n{{#fails stage2/x}}\n", "") + "\n{{#fails stage2/x}}\n";
        assert_eq!(lacking(&elsewhere), 1);
        assert_eq!(lacking(""), 2);
    }
}
