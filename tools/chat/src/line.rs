//! What a line of the server means. The contract keeps notices, errors and talk apart by how a
//! line begins, so that nobody can forge one.

/// One line, with the name of whoever speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// `<alice> hello`
    Said { name: &'a str, text: &'a str },
    /// `[alice -> bob] hello`
    Whisper { from: &'a str, to: &'a str, text: &'a str },
    /// `* …`
    Notice(Notice<'a>),
    /// `! …`, without its mark
    Error(&'a str),
    /// Nothing that the contract knows.
    Other,
}

/// The notices that change who is where, and those that ask or greet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice<'a> {
    Prompt,
    Welcome {
        name: &'a str,
        /// None from a server without rooms.
        room: Option<&'a str>,
    },
    /// `You're in #rust.`
    Moved {
        room: &'a str,
    },
    Joined {
        name: &'a str,
        room: &'a str,
    },
    /// Left, was cut off, or was kicked.
    Left {
        name: &'a str,
        room: &'a str,
    },
    Renamed {
        from: &'a str,
        to: &'a str,
    },
    /// The answer to `/who`, its names as they stand there.
    Who {
        room: &'a str,
        list: &'a str,
    },
    /// `last 3 messages in #lobby:`
    Past,
    /// Anything else, such as a message of the day.
    Other,
}

impl<'a> Line<'a> {
    pub fn parse(line: &'a str) -> Self {
        if let Some(notice) = line.strip_prefix("* ") {
            return Self::Notice(Notice::parse(notice));
        }
        if let Some(error) = line.strip_prefix("! ") {
            return Self::Error(error);
        }
        said(line).or_else(|| whisper(line)).unwrap_or(Self::Other)
    }
}

fn said(line: &str) -> Option<Line<'_>> {
    let (name, text) = line.strip_prefix('<')?.split_once("> ")?;
    is_name(name).then_some(Line::Said { name, text })
}

fn whisper(line: &str) -> Option<Line<'_>> {
    let (names, text) = line.strip_prefix('[')?.split_once("] ")?;
    let (from, to) = names.split_once(" -> ")?;
    (is_name(from) && is_name(to)).then_some(Line::Whisper { from, to, text })
}

impl<'a> Notice<'a> {
    fn parse(text: &'a str) -> Self {
        if text == "Enter your username:" {
            return Self::Prompt;
        }
        if text.starts_with("last ") && text.ends_with(':') && text.contains(" in #") {
            return Self::Past;
        }
        welcome(text).or_else(|| who(text)).or_else(|| movement(text)).unwrap_or(Self::Other)
    }
}

fn welcome(text: &str) -> Option<Notice<'_>> {
    let (name, rest) = text.strip_prefix("Welcome, ")?.split_once('!')?;
    let room = rest.strip_prefix(" You're in #").and_then(|rest| rest.strip_suffix('.'));
    is_name(name).then_some(Notice::Welcome { name, room })
}

fn who(text: &str) -> Option<Notice<'_>> {
    let (room, list) = text.strip_prefix("in #")?.split_once(": ")?;
    Some(Notice::Who { room, list })
}

fn movement(text: &str) -> Option<Notice<'_>> {
    if let Some(room) = text.strip_prefix("You're in #").and_then(|room| room.strip_suffix('.')) {
        return Some(Notice::Moved { room });
    }
    let words: Vec<&str> = text.split(' ').collect();
    let notice = match words[..] {
        [name, "joined", room] => Notice::Joined { name, room: room.strip_prefix('#')? },
        [name, "left", room] | [name, "left", room, "(too", "slow)"] => {
            Notice::Left { name, room: room.strip_prefix('#')? }
        }
        [_, "kicked", name, "from", room] => Notice::Left { name, room: room.strip_prefix('#')? },
        [from, "is", "now", to] => Notice::Renamed { from, to },
        _ => return None,
    };
    let named = match notice {
        Notice::Joined { name, .. } | Notice::Left { name, .. } => is_name(name),
        Notice::Renamed { from, to } => is_name(from) && is_name(to),
        _ => true,
    };
    named.then_some(notice)
}

/// The names of a `/who`, and how many more it does not show.
pub fn who_list(list: &str) -> (Vec<&str>, usize) {
    let mut names: Vec<&str> = list.split(", ").collect();
    let more = names.last().and_then(|last| last.strip_prefix("and ")?.strip_suffix(" more"));
    let more = more.and_then(|count| count.parse().ok()).unwrap_or(0);
    // The count at the end has blanks, and so is none of them.
    names.retain(|name| is_name(name));
    (names, more)
}

/// Generous, since other servers may allow more than the course's; but no blanks or brackets.
fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !name.is_empty() && name.len() <= 64 && name.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(line: &str) -> Notice<'_> {
        match Line::parse(line) {
            Line::Notice(notice) => notice,
            other => panic!("{line} is {other:?}"),
        }
    }

    #[test]
    fn who_says_it() {
        let said = Line::Said { name: "alice", text: "a > b> c" };
        assert_eq!(Line::parse("<alice> a > b> c"), said);
        let whisper = Line::Whisper { from: "alice", to: "bob-2", text: "[x] hi" };
        assert_eq!(Line::parse("[alice -> bob-2] [x] hi"), whisper);
        assert_eq!(Line::parse("! no such user: bob"), Line::Error("no such user: bob"));
        for line in ["", "hi", "<a b> hi", "<> hi", "<alice>hi", "[a > b] hi", "*hi", "!hi"] {
            assert_eq!(Line::parse(line), Line::Other, "{line}");
        }
    }

    #[test]
    fn notices_that_ask_and_greet() {
        assert_eq!(notice("* Enter your username:"), Notice::Prompt);
        assert_eq!(notice("* Welcome, al!"), Notice::Welcome { name: "al", room: None });
        let welcome = Notice::Welcome { name: "al", room: Some("lobby") };
        assert_eq!(notice("* Welcome, al! You're in #lobby."), welcome);
        assert_eq!(notice("* last 1 message in #lobby:"), Notice::Past);
        assert_eq!(notice("* You're in #rust."), Notice::Moved { room: "rust" });
    }

    #[test]
    fn notices_of_people() {
        assert_eq!(notice("* bob joined #a"), Notice::Joined { name: "bob", room: "a" });
        let left = Notice::Left { name: "bob", room: "a" };
        for line in ["* bob left #a", "* bob left #a (too slow)", "* al kicked bob from #a"] {
            assert_eq!(notice(line), left, "{line}");
        }
        assert_eq!(notice("* a is now b"), Notice::Renamed { from: "a", to: "b" });
        for line in ["* Be kind.", "* he, is now b", "* server is shutting down", "* a joined b"] {
            assert_eq!(notice(line), Notice::Other, "{line}");
        }
    }

    #[test]
    fn lists_of_people() {
        let who = notice("* in #lobby: alice, bob");
        assert_eq!(who, Notice::Who { room: "lobby", list: "alice, bob" });
        assert_eq!(who_list("alice, bob"), (vec!["alice", "bob"], 0));
        assert_eq!(who_list("alice, and 950 more"), (vec!["alice"], 950));
        assert_eq!(who_list("and, more"), (vec!["and", "more"], 0));
    }
}
