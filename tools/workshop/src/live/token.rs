//! The secrets of a classroom.

use std::fmt;

use subtle::ConstantTimeEq;

/// Letters and digits that nobody takes for each other: 32 of them, so 5 bits each.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// 80 bits: no network is fast enough to guess them in a lesson.
const LETTERS: usize = 16;

/// A secret that is short enough to be typed from a projector.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one, by the operating system's generator.
    pub fn generate() -> Result<Self, String> {
        let mut bytes = [0; LETTERS];
        getrandom::fill(&mut bytes).map_err(|error| format!("no random numbers: {error}"))?;
        let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte & 31)]);
        Ok(Self(bytes.iter().map(letter).collect()))
    }

    /// Whether a text is this token. How long it takes tells nothing of where they differ.
    pub fn is(&self, text: &str) -> bool {
        let typed: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let typed = typed.to_ascii_lowercase();
        self.0.as_bytes().ct_eq(typed.as_bytes()).into()
    }
}

/// In groups of four, to be read aloud.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, letter) in self.0.chars().enumerate() {
            let gap = if index > 0 && index % 4 == 0 { "-" } else { "" };
            write!(f, "{gap}{letter}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_itself_however_it_is_typed() {
        let token = Token::generate().unwrap();
        let shown = token.to_string();
        assert_eq!(shown.len(), LETTERS + 3);
        assert!(token.is(&shown) && token.is(&shown.to_uppercase().replace('-', " ")));
    }

    #[test]
    fn nothing_else_is_the_token() {
        let (token, other) = (Token::generate().unwrap(), Token::generate().unwrap());
        let shown = token.to_string();
        assert!(!token.is(&other.to_string()));
        for wrong in ["", "a", &shown[1..], &format!("{shown}a")] {
            assert!(!token.is(wrong), "{wrong:?} is accepted");
        }
    }
}
