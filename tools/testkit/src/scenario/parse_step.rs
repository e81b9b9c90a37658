//! Reads one step.

use super::{Action, Deed, Ending, Stages, Step, Text};
use crate::Signal;

/// Reads the step in `line`, its indentation removed. `counted` says whether it stands inside a
/// `repeat`; the steps of a `repeat` itself are added by the caller.
pub(super) fn parse_step(number: usize, line: &str, counted: bool) -> Result<Step, String> {
    let (stages, source) = match line.strip_prefix('[') {
        Some(rest) => {
            let (stages, step) = rest.split_once("] ").ok_or("stages need their ]: [5-6] …")?;
            (Some(Stages::parse(stages)?), step)
        }
        None => (None, line),
    };
    let action = parse_action(source)?;
    if !counted && uses_counter(&action) {
        return Err("{n} counts the rounds of a repeat, and this is not inside one".to_owned());
    }
    Ok(Step { line: number, stages, source: source.to_owned(), action })
}

fn uses_counter(action: &Action) -> bool {
    match action {
        Action::Client {
            deed: Deed::Send(text) | Deed::Trickle(text) | Deed::See(text), ..
        } => text.counts(),
        _ => false,
    }
}

fn parse_action(source: &str) -> Result<Action, String> {
    if let Some(comment) = source.strip_prefix('#') {
        return Ok(Action::Comment(comment.trim().to_owned()));
    }
    if let Some(times) = source.strip_prefix("repeat ") {
        let times = times.strip_suffix(" times:").and_then(|times| times.parse().ok());
        let times = times.filter(|&times| times > 0).ok_or("write: repeat 20 times:")?;
        return Ok(Action::Repeat { times, steps: Vec::new() });
    }
    let word = source.find(|c: char| !is_word(c)).unwrap_or(source.len());
    let (client, rest) = source.split_at(word);
    if client.is_empty() {
        return Err("a step starts with a client's name in lower case, server, or #".to_owned());
    }
    if client == "server" {
        return parse_server(rest.trim_start());
    }
    Ok(Action::Client { client: client.to_owned(), deed: parse_deed(client, rest)? })
}

fn is_word(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_'
}

fn parse_server(rest: &str) -> Result<Action, String> {
    if let Some(signal) = rest.strip_prefix("gets ") {
        return match signal {
            "SIGTERM" => Ok(Action::Signal(Signal::Terminate)),
            "SIGINT" => Ok(Action::Signal(Signal::Interrupt)),
            _ => Err("the server gets SIGTERM or SIGINT".to_owned()),
        };
    }
    if let Some(status) = rest.strip_prefix("exits with ") {
        return status.parse().map(Action::Exit).map_err(|_| format!("{status:?} is no status"));
    }
    match rest.strip_prefix("logs ") {
        Some(text) => Ok(Action::Log(text.to_owned())),
        None => Err("the server gets SIGTERM, exits with 0, or logs TEXT".to_owned()),
    }
}

fn parse_deed(client: &str, rest: &str) -> Result<Deed, String> {
    if let Some(text) = rest.strip_prefix('>') {
        return sent(text).map(Deed::Send);
    }
    if let Some(text) = rest.strip_prefix(" byte-by-byte>") {
        return sent(text).map(Deed::Trickle);
    }
    if let Some(text) = rest.strip_prefix('|') {
        return seen(text).map(Deed::See);
    }
    Ok(match rest.trim_start() {
        "connects" => Deed::Connect,
        "logs in" => Deed::LogIn { name: client.to_owned() },
        "sees nothing" => Deed::SeeNothing,
        "ends input" => Deed::EndInput,
        "resets" => Deed::Reset,
        "hangs up" => Deed::HangUp,
        "is disconnected" => Deed::Disconnected,
        other => match other.strip_prefix("logs in as ") {
            Some(name) => Deed::LogIn { name: name.to_owned() },
            None => {
                return Err(format!(
                    "{other:?} is none of: {client}> TEXT, {client} byte-by-byte> TEXT, \
                     {client}| TEXT, connects, logs in, logs in as NAME, sees nothing, \
                     ends input, resets, hangs up, is disconnected"
                ));
            }
        },
    })
}

/// The text after its mark and one blank; further blanks belong to it.
fn text(rest: &str) -> Result<Text, String> {
    match rest.strip_prefix(' ') {
        Some(source) => Text::parse(source),
        None if rest.is_empty() => Text::parse(""),
        None => Err("the text starts one blank after its > or |".to_owned()),
    }
}

fn sent(rest: &str) -> Result<Text, String> {
    let text = text(rest)?;
    if text.ending() == Ending::Anything {
        return Err("{...} is for what is seen".to_owned());
    }
    Ok(text)
}

fn seen(rest: &str) -> Result<Text, String> {
    let text = text(rest)?;
    if text.ending() == Ending::Open || text.bytes(0).contains(&b'\n') {
        return Err("what is seen is one whole line".to_owned());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deed(line: &str) -> Deed {
        match parse_step(1, line, true).unwrap().action {
            Action::Client { deed, .. } => deed,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_deeds_of_clients_are_told_apart() {
        assert_eq!(deed("alice connects"), Deed::Connect);
        assert_eq!(deed("alice logs in"), Deed::LogIn { name: "alice".to_owned() });
        assert_eq!(deed("alice logs in as Al"), Deed::LogIn { name: "Al".to_owned() });
        assert_eq!(deed("alice> hi"), Deed::Send(Text::parse("hi").unwrap()));
        assert_eq!(deed("alice>   hi"), Deed::Send(Text::parse("  hi").unwrap()));
        assert_eq!(deed("alice>"), Deed::Send(Text::parse("").unwrap()));
        assert_eq!(deed("alice byte-by-byte> a"), Deed::Trickle(Text::parse("a").unwrap()));
        assert_eq!(deed("alice| <a> {n}"), Deed::See(Text::parse("<a> {n}").unwrap()));
        assert_eq!(deed("alice is disconnected"), Deed::Disconnected);
    }

    #[test]
    fn the_server_and_stages_are_read() {
        let step = parse_step(7, "[5-6] server gets SIGTERM", false).unwrap();
        assert_eq!(step.action, Action::Signal(Signal::Terminate));
        assert!(step.holds_for(5) && !step.holds_for(4));
        let exit = parse_step(1, "server exits with 0", false).unwrap().action;
        assert_eq!(exit, Action::Exit(0));
    }

    #[test]
    fn mistakes_are_refused() {
        for line in [
            "Alice connects",
            "alice dances",
            "alice>hi",
            "alice> hi{...}",
            r"alice| hi\c",
            r"alice| a\nb",
            "alice> {n}",
            "[5 alice connects",
            "[7] alice connects",
            "repeat 0 times:",
            "repeat twice:",
            "server gets SIGHUP",
            "server dances",
        ] {
            assert!(parse_step(1, line, false).is_err(), "{line:?} was accepted");
        }
    }
}
