//! What has changed, in few words.

use similar::{ChangeTag, TextDiff};

/// How many lines of a difference are shown.
const MOST: usize = 12;

/// The lines that differ, `-` for what was recorded and `+` for what came.
pub fn difference(recorded: &str, came: &str) -> String {
    let diff = TextDiff::from_lines(recorded, came);
    let mut lines = Vec::new();
    for change in diff.iter_all_changes() {
        let sign = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        lines.push(format!("\n    {sign} {}", change.value().trim_end()));
    }
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(format!("\n    … and {more} more lines"));
    }
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn only_what_differs_is_shown() {
        assert_eq!(difference("a\nb\n", "a\nc\n"), "\n    - b\n    + c");
        let long = "x\n".repeat(20);
        assert!(difference("", &long).ends_with("and 8 more lines"));
    }
}
