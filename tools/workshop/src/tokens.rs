//! Just enough of Rust's grammar to tell a rename from another change.

use std::collections::{BTreeMap, BTreeSet};

/// Words after which a name is defined.
const DEFINING: [&str; 10] =
    ["fn", "struct", "enum", "trait", "mod", "const", "static", "type", "let", "mut"];

/// A word, or one other character. Blanks are no tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    Word(&'a str),
    Sign(char),
}

/// Names before and after renaming.
pub type Renames<'a> = BTreeMap<&'a str, &'a str>;

/// Splits a line into words and signs.
pub fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| !is_of_word(c)).unwrap_or(rest.len());
        let (token, length) = if end > 0 {
            (Token::Word(&rest[..end]), end)
        } else {
            (Token::Sign(first), first.len_utf8())
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// All words of a text.
pub fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !is_of_word(c)).filter(|word| !word.is_empty()).collect()
}

/// The names that a line defines and another line, otherwise the same,
/// defines under other names.
pub fn redefined<'a>(old: &'a str, new: &'a str) -> Renames<'a> {
    let (old, new) = (tokens(old), tokens(new));
    let mut renames = Renames::new();
    if old.len() != new.len() {
        return renames;
    }
    for (index, pair) in old.iter().zip(&new).enumerate() {
        match pair {
            (old, new) if old == new => {}
            (Token::Word(from), Token::Word(to)) if is_defined(&old, index) => {
                renames.insert(from, to);
            }
            _ => return Renames::new(),
        }
    }
    renames
}

/// Whether a line is another one with some of these names, and nothing else,
/// replaced.
pub fn is_renamed(old: &str, new: &str, renames: &Renames<'_>) -> bool {
    let replaced: Vec<Token<'_>> = tokens(old)
        .into_iter()
        .map(|token| match token {
            Token::Word(word) => Token::Word(renames.get(word).copied().unwrap_or(word)),
            sign @ Token::Sign(_) => sign,
        })
        .collect();
    replaced == tokens(new) && replaced != tokens(old)
}

/// Whether the word there is a name that is defined: by the word before, or
/// as a field or a parameter by a colon behind.
fn is_defined(tokens: &[Token<'_>], index: usize) -> bool {
    let at = |index: usize| tokens.get(index).copied();
    let before = index.checked_sub(1).and_then(at);
    let by_word = matches!(before, Some(Token::Word(word)) if DEFINING.contains(&word));
    let colon = Some(Token::Sign(':'));
    let by_colon = at(index + 1) == colon && at(index + 2) != colon && before != colon;
    by_word || by_colon
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs_are_told_apart() {
        let expected = [
            Token::Word("a"),
            Token::Sign(':'),
            Token::Sign(':'),
            Token::Word("b_2"),
            Token::Sign(';'),
        ];
        assert_eq!(tokens("  a:: b_2;\n"), expected);
    }

    #[test]
    fn a_definition_under_another_name_is_seen() {
        let expected = Renames::from([("old", "new")]);
        assert_eq!(redefined("fn old(x: u8) {", "fn new(x: u8) {"), expected);
        assert_eq!(redefined("    old: u8,", "    new: u8,"), expected);
        assert_eq!(redefined("let mut old = 1;", "let mut new = 1;"), expected);
    }

    #[test]
    fn another_type_is_no_rename() {
        for (old, new) in [
            ("members: Rc<u8>,", "members: Arc<u8>,"),
            ("use std::rc::Rc;", "use std::sync::Arc;"),
            ("Rc::new(x)", "Arc::new(x)"),
            ("fn old() {", "fn new(&self) {"),
            ("fn old(x: u8) {", "fn new(x: u16) {"),
        ] {
            assert!(redefined(old, new).is_empty(), "{old} became {new}");
        }
    }
}
