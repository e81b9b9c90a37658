//! How the items of a source file are called.

use std::fmt;

use quote::ToTokens;

/// How an item may be written, without blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// `Iterator` in `impl Iterator for Frames`.
    pub of_trait: Option<String>,
    pub is_impl: bool,
    /// `Frames<'a>`, or the name of what is no impl.
    pub owner: String,
    pub member: Option<String>,
}

impl Label {
    pub fn named(name: &impl ToString) -> Self {
        Self { of_trait: None, is_impl: false, owner: name.to_string(), member: None }
    }

    /// Reads what stands in a directive.
    pub fn parse(text: &str) -> Self {
        let (is_impl, rest) = match text.strip_prefix("impl") {
            Some(rest) if rest.starts_with(' ') => (true, rest),
            Some(rest) if rest.starts_with('<') => {
                (true, rest.split_once('>').unwrap_or(("", rest)).1)
            }
            _ => (false, text),
        };
        let (of_trait, rest) = match rest.split_once(" for ") {
            Some((of_trait, rest)) => (Some(without_blanks(of_trait)), rest),
            None => (None, rest),
        };
        let (owner, member) = match rest.rsplit_once("::") {
            Some((owner, member)) => (owner, Some(without_blanks(member))),
            None => (rest, None),
        };
        Self { of_trait, is_impl, owner: without_blanks(owner), member }
    }

    pub fn is_meant_by(&self, wanted: &Self) -> bool {
        let same = |mine: &str, theirs: &str| mine == theirs || without_generics(mine) == theirs;
        let same_trait = match (&self.of_trait, &wanted.of_trait) {
            (Some(mine), Some(theirs)) => same(mine, theirs),
            (mine, theirs) => mine == theirs,
        };
        same_trait
            && self.is_impl == wanted.is_impl
            && self.member == wanted.member
            && same(&self.owner, &wanted.owner)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_impl {
            f.write_str("impl ")?;
        }
        if let Some(of_trait) = &self.of_trait {
            write!(f, "{of_trait} for ")?;
        }
        f.write_str(&self.owner)?;
        self.member.as_ref().map_or(Ok(()), |member| write!(f, "::{member}"))
    }
}

/// Source text without blanks.
pub fn squeezed(tokens: &impl ToTokens) -> String {
    without_blanks(&tokens.to_token_stream().to_string())
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn without_generics(text: &str) -> String {
    let mut depth = 0;
    let mut kept = String::new();
    for character in text.chars() {
        match character {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}
