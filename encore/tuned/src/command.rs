//! What a line that starts with `/` asks for.

use crate::error::ChatError;

/// A command with its arguments, which are still part of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command<'a> {
    Help,
    Join { room: &'a str },
    Nick { name: &'a str },
    Rooms,
    Who,
    Msg { to: &'a str, text: &'a str },
    Kick { name: &'a str },
    Quit,
}

/// What `/help` answers.
pub const HELP: &str = "\
* /help                 this list
* /join ROOM            go to a room; it is created if need be
* /nick NAME            change your name (also /name)
* /rooms                all rooms (also /list)
* /who                  who is in this room (also /users)
* /msg NAME TEXT        tell one person alone
* /kick NAME            send somebody from your own room to the lobby
* /quit                 leave
* //TEXT                say something that starts with a slash
";

impl<'a> Command<'a> {
    pub fn parse(line: &'a str) -> Result<Self, ChatError> {
        let (word, rest) = split_word(line);
        match word {
            "/help" => Ok(Self::Help),
            "/join" => required(rest, "/join ROOM").map(|room| Self::Join { room }),
            "/nick" | "/name" => required(rest, "/nick NAME").map(|name| Self::Nick { name }),
            "/rooms" | "/list" => Ok(Self::Rooms),
            "/who" | "/users" => Ok(Self::Who),
            "/msg" => {
                let (to, text) = split_word(rest);
                let text = required(text, "/msg NAME TEXT")?;
                Ok(Self::Msg { to, text })
            }
            "/kick" => required(rest, "/kick NAME").map(|name| Self::Kick { name }),
            "/quit" => Ok(Self::Quit),
            _ => Err(ChatError::UnknownCommand(word.to_owned())),
        }
    }
}

fn split_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim())
}

fn required<'a>(argument: &'a str, usage: &'static str) -> Result<&'a str, ChatError> {
    if argument.is_empty() {
        return Err(ChatError::Usage(usage));
    }
    Ok(argument)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(line: &str) -> String {
        Command::parse(line).unwrap_err().to_string()
    }

    #[test]
    fn commands_and_their_other_names() {
        for (line, command) in [
            ("/help me", Command::Help),
            ("/join  #rust ", Command::Join { room: "#rust" }),
            ("/name bob", Command::Nick { name: "bob" }),
            ("/list", Command::Rooms),
            ("/users", Command::Who),
            ("/msg bob  hi  you", Command::Msg { to: "bob", text: "hi  you" }),
            ("/kick\tbob", Command::Kick { name: "bob" }),
            ("/quit", Command::Quit),
        ] {
            assert_eq!(Command::parse(line).unwrap(), command, "{line}");
        }
    }

    #[test]
    fn refusals_say_what_is_wrong() {
        assert_eq!(refusal("/helpme"), "unknown command: /helpme (try /help)");
        assert_eq!(refusal("/ join x"), "unknown command: / (try /help)");
        assert_eq!(refusal("/join "), "usage: /join ROOM");
        assert_eq!(refusal("/nick"), "usage: /nick NAME");
        assert_eq!(refusal("/msg bob"), "usage: /msg NAME TEXT");
        assert_eq!(refusal("/msg"), "usage: /msg NAME TEXT");
        assert_eq!(refusal("/kick"), "usage: /kick NAME");
    }
}
