//! A stage does not know that it is one of six; that is the book's business.

use crate::check;
use crate::source::of_stages;

#[test]
fn no_comment_speaks_of_stages() {
    let mut violations = Vec::new();
    for source in of_stages() {
        for (number, line) in (1..).zip(source.text.lines()) {
            if comment(line).is_some_and(speaks_of_stages) {
                violations.push(source.at(number, line.trim()));
            }
        }
    }
    check("no comment speaks of stages", &violations);
}

/// The comment in a line. Takes a text with `//` in it for one as well, which
/// does no harm here.
fn comment(line: &str) -> Option<&str> {
    let start = line.find("//").or_else(|| line.find("/*"))?;
    Some(&line[start..])
}

/// Whether there is a `stage 5`, a `stage5` or a `later stage`.
fn speaks_of_stages(comment: &str) -> bool {
    let comment = comment.to_lowercase();
    let words: Vec<&str> = comment.split(|c: char| !c.is_alphanumeric()).collect();
    words.iter().enumerate().any(|(index, word)| {
        let Some(rest) = word.strip_prefix("stage") else { return false };
        let starts_with_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        let next = words.get(index + 1).copied().unwrap_or_default();
        let before = index.checked_sub(1).and_then(|before| words.get(before));
        let others =
            ["next", "last", "later", "previous", "earlier", "other", "another", "first", "final"];
        starts_with_digit(rest)
            || (matches!(rest, "" | "s")
                && (starts_with_digit(next) || before.is_some_and(|word| others.contains(word))))
    })
}

#[test]
fn other_words_may_be_used() {
    for comment in
        ["// in stage 5 we", "/// Stages 1-4", "//! See stage6-async", "// a later stage"]
    {
        assert!(speaks_of_stages(comment), "{comment}");
    }
    for comment in ["// a stage play", "// backstage 5", "// the stages of a rocket"] {
        assert!(!speaks_of_stages(comment), "{comment}");
    }
    assert_eq!(comment("let x = 1; // in stage 5"), Some("// in stage 5"));
    assert_eq!(comment("let stage5 = 1;"), None);
}
