//! The pages of the book, as they are written.

use std::fs;
use std::path::Path;

use super::directive::Directive;
use super::problem::Problem;

/// A Markdown file that the summary lists.
#[derive(Debug)]
pub struct Page {
    /// Below `book/src/`: `stage2/rc.md`.
    pub path: String,
    pub parts: Vec<Part>,
}

/// A stretch of a page.
#[derive(Debug)]
pub enum Part {
    Text(String),
    Directive { line: usize, directive: Directive },
}

impl Page {
    pub fn parse(path: &str, text: &str) -> (Self, Vec<Problem>) {
        let (mut parts, mut problems) = (Vec::new(), Vec::new());
        let mut prose = String::new();
        let mut fence: Option<&str> = None;
        for (index, line) in text.lines().enumerate() {
            let mark = line.trim_start().get(..3).filter(|mark| ["```", "~~~"].contains(mark));
            fence = match (fence, mark) {
                (None, mark) => mark,
                (Some(open), Some(mark)) if open == mark => None,
                (open, _) => open,
            };
            match Directive::parse(line).filter(|_| fence.is_none()) {
                None => {
                    prose += line;
                    prose.push('\n');
                }
                Some(Err(why)) => problems.push(Problem::at(path, index + 1, why)),
                Some(Ok(directive)) => {
                    parts.push(Part::Text(std::mem::take(&mut prose)));
                    parts.push(Part::Directive { line: index + 1, directive });
                }
            }
        }
        parts.push(Part::Text(prose));
        (Self { path: path.to_owned(), parts }, problems)
    }

    /// Every page that the summary lists, in its order. `only` limits them to one folder.
    pub fn load_all(src: &Path, only: Option<&str>) -> Result<(Vec<Self>, Vec<Problem>), String> {
        let summary = read(&src.join("SUMMARY.md"))?;
        let (mut pages, mut problems) = (Vec::new(), Vec::new());
        for path in summary.lines().filter_map(linked) {
            if only.is_some_and(|only| !path.starts_with(only)) {
                continue;
            }
            match fs::read_to_string(src.join(path)) {
                Ok(text) => {
                    let (page, mut wrong) = Self::parse(path, &text);
                    pages.push(page);
                    problems.append(&mut wrong);
                }
                Err(error) => problems.push(Problem::of(path, format!("cannot be read: {error}"))),
            }
        }
        match only {
            // Nothing to look at would be nothing wrong.
            Some(only) if pages.is_empty() && problems.is_empty() => {
                Err(format!("no part '{only}' in {}", src.join("SUMMARY.md").display()))
            }
            _ => Ok((pages, problems)),
        }
    }

    /// The stage that the page belongs to.
    pub fn stage(&self) -> Option<u8> {
        self.path.strip_prefix("stage")?.split_once('/')?.0.parse().ok()
    }

    /// Whether the page belongs to the part that has this folder.
    pub fn is_of(&self, part: &str) -> bool {
        self.path.split_once('/').is_some_and(|(folder, _)| folder == part)
    }

    pub fn directives(&self) -> impl Iterator<Item = (usize, &Directive)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Directive { line, directive } => Some((*line, directive)),
            Part::Text(_) => None,
        })
    }

    /// Everything that is not a directive.
    pub fn prose(&self) -> String {
        let text = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Directive { .. } => String::new(),
        };
        self.parts.iter().map(text).collect()
    }
}

/// How many words a text has, code blocks, headings and markup aside.
pub fn words(text: &str) -> usize {
    let mut fenced = false;
    let mut count = 0;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced && !line.starts_with('#') {
            let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
            count += line.split_whitespace().filter(is_word).count();
        }
    }
    count
}

pub fn read(path: &Path) -> Result<String, String> {
    let text = fs::read_to_string(path);
    text.map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// The target of a line such as `- [Rc](stage2/rc.md)`.
fn linked(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("](")?;
    rest.strip_suffix(')').filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_part_the_prose() {
        let text = "# Rc\n\nProse.\n\n{{#run stage2/x}}\n\n```text\n{{#run y}}\n```\n";
        let (page, problems) = Page::parse("stage2/rc.md", text);
        assert!(problems.is_empty());
        let directives: Vec<_> = page.directives().collect();
        assert_eq!(directives, [(5, &Directive::Run("stage2/x".to_owned()))]);
        assert_eq!(page.stage(), Some(2));
    }

    #[test]
    fn a_part_that_is_not_there_is_a_mistake() {
        let src = crate::workspace::Workspace::find().root().join("book/src");
        assert!(Page::load_all(&src, Some("stage2")).is_ok_and(|(pages, _)| pages.len() > 3));
        assert!(Page::load_all(&src, Some("stag5")).unwrap_err().contains("no part 'stag5'"));
    }

    #[test]
    fn a_mistake_names_its_line() {
        let (_, problems) = Page::parse("preface.md", "a\n{{#nonsense}}\n");
        assert!(problems[0].to_string().starts_with("preface.md:2: "), "{}", problems[0]);
    }

    #[test]
    fn code_and_headings_are_not_words() {
        assert_eq!(
            words("# A title\n\nthree small words\n\n```rust\nfn main() {}\n```\n- one\n"),
            4
        );
    }
}
