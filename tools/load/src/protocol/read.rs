//! What a line means, in each language. These run once for each delivery, so they look at bytes
//! and copy nothing.

use super::Line;

fn said(text: &[u8]) -> Line<'_> {
    if text.first() == Some(&b'm') { Line::Said(text) } else { Line::Foreign }
}

/// The name has to be that of the sender whom the text names.
fn said_by<'a>(digits: &[u8], text: &'a [u8]) -> Line<'a> {
    if text.get(1..5) == Some(digits) { said(text) } else { Line::Foreign }
}

pub fn plain(line: &[u8]) -> Line<'_> {
    if line.starts_with(b"hello ") { Line::Welcome } else { said(line) }
}

pub fn others(line: &[u8]) -> Line<'_> {
    let text = memchr::memmem::find(line, b": ").map_or(line, |end| &line[end + 2..]);
    if text.first() == Some(&b'm') { Line::Said(text) } else { Line::Other }
}

pub fn chat(line: &[u8]) -> Line<'_> {
    match line {
        [b'<', b'u', a, b, c, d, b'>', b' ', text @ ..] => said_by(&[*a, *b, *c, *d], text),
        [b'*', b' ', notice @ ..] => notice_of_chat(notice),
        [b'!', ..] => Line::Refused,
        _ => Line::Foreign,
    }
}

fn notice_of_chat(notice: &[u8]) -> Line<'_> {
    if notice.starts_with(b"Welcome, ") || notice.starts_with(b"You're in #r") {
        Line::Welcome
    } else if notice.starts_with(b"Enter your username:") {
        Line::Prompt
    } else {
        joined(notice, b" joined #lobby")
    }
}

pub fn broker(line: &[u8]) -> Line<'_> {
    if line.starts_with(b"<") {
        return chat(line);
    }
    // Its names count from 1.
    let from_one = |number: usize| number.checked_sub(1);
    if let Some(name) = line.strip_prefix(b"* Welcome, user-") {
        let own = name.strip_suffix(b"!").and_then(number).and_then(from_one);
        return own.map_or(Line::Other, Line::Named);
    }
    let Some(notice) = line.strip_prefix(b"* user-") else {
        return if line.starts_with(b"!") { Line::Refused } else { Line::Other };
    };
    let comer = notice.strip_suffix(b" joined").and_then(number).and_then(from_one);
    comer.map_or(Line::Other, Line::Joined)
}

/// A notice such as `u0012 joined #lobby`, `end` being what comes after the name.
fn joined<'a>(notice: &[u8], end: &[u8]) -> Line<'a> {
    let digits = notice.strip_suffix(end).and_then(|name| name.strip_prefix(b"u"));
    digits.and_then(number).map_or(Line::Other, Line::Joined)
}

pub fn irc(line: &[u8]) -> Line<'_> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if let Some(token) = line.strip_prefix(b"PING") {
        return Line::Ping([b"PONG", token, b"\r\n"].concat());
    }
    let mut words = line.splitn(4, |&byte| byte == b' ');
    let (from, verb) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match verb {
        b"PRIVMSG" => {
            let text = words.nth(1).and_then(|text| text.strip_prefix(b":"));
            let digits = from.strip_prefix(b":u").and_then(|from| from.get(..4));
            digits.zip(text).map_or(Line::Foreign, |(digits, text)| said_by(digits, text))
        }
        b"001" => Line::Registered,
        // The end of the list of names: the last answer to JOIN.
        b"366" => Line::Welcome,
        b"JOIN" => {
            let nick = from.strip_prefix(b":u").and_then(|from| from.get(..4));
            nick.and_then(number).map_or(Line::Other, Line::Joined)
        }
        b"403" | b"404" | b"432" | b"433" | b"451" | b"465" | b"471" => Line::Refused,
        _ => Line::Other,
    }
}

pub fn nats(line: &[u8]) -> Line<'_> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match line {
        [b'm', ..] => Line::Said(line),
        b"PING" => Line::Ping(b"PONG\r\n".to_vec()),
        b"PONG" => Line::Welcome,
        [b'-', ..] => Line::Refused,
        _ => Line::Other,
    }
}

/// A number in digits. Fast, because it reads two for each delivery.
pub fn number(digits: &[u8]) -> Option<usize> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |sum, &byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| sum * 10 + usize::from(digit))
    })
}
