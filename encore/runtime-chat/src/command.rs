//! What a line that starts with `/` asks for.

use crate::error::ChatError;

/// A command with its argument, which is still part of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command<'a> {
    Help,
    Nick { name: &'a str },
    Who,
    Quit,
}

/// What `/help` answers.
pub const HELP: &str = "\
* /help                 this list
* /nick NAME            change your name (also /name)
* /who                  who is here (also /users)
* /quit                 leave
* //TEXT                say something that starts with a slash
";

impl<'a> Command<'a> {
    pub fn parse(line: &'a str) -> Result<Self, ChatError> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match word {
            "/help" => Ok(Self::Help),
            "/nick" | "/name" => match rest.trim() {
                "" => Err(ChatError::Usage("/nick NAME")),
                name => Ok(Self::Nick { name }),
            },
            "/who" | "/users" => Ok(Self::Who),
            "/quit" => Ok(Self::Quit),
            _ => Err(ChatError::UnknownCommand(word.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_their_other_names() {
        for (line, command) in [
            ("/help me", Command::Help),
            ("/name  bob ", Command::Nick { name: "bob" }),
            ("/nick\tbob", Command::Nick { name: "bob" }),
            ("/users", Command::Who),
            ("/quit", Command::Quit),
        ] {
            assert_eq!(Command::parse(line).unwrap(), command, "{line}");
        }
    }

    #[test]
    fn refusals_say_what_is_wrong() {
        let refusal = |line| Command::parse(line).unwrap_err().to_string();
        assert_eq!(refusal("/helpme"), "unknown command: /helpme (try /help)");
        assert_eq!(refusal("/ nick x"), "unknown command: / (try /help)");
        assert_eq!(refusal("/nick "), "usage: /nick NAME");
    }
}
