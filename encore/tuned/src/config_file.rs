//! The file that settings can be in: TOML, one `key = value` for each.

use std::fs;
use std::path::Path;

use toml::Value;
use toml::de::{DeTable, DeValue};

use crate::config::ServerConfig;
use crate::error::ChatError;
use crate::settings;
use crate::sources::{Origins, Sources};

/// Takes over the settings in a file. An error says in which line it is.
pub fn read(path: &Path, sources: &mut Sources) -> Result<(), ChatError> {
    let file = path.to_string_lossy().escape_debug().to_string();
    let text = fs::read_to_string(path)
        .map_err(|error| ChatError::CannotRead(file.clone(), error.to_string()))?;
    parse(&file, &text, sources)
}

fn parse(file: &str, text: &str, sources: &mut Sources) -> Result<(), ChatError> {
    let place = |at: usize| format!("{file}:{}", text[..at].matches('\n').count() + 1);
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        ChatError::At(place(at), Box::new(ChatError::NotToml(message)))
    })?;
    for (key, value) in table.get_ref() {
        let place = place(key.span().start);
        let key: &str = key.get_ref();
        let value = settings::find(key)
            .and_then(|key| plain(value.get_ref()).ok_or_else(|| ChatError::bad(key, EXPECTED)));
        let value = value.map_err(|error| ChatError::At(place.clone(), Box::new(error)))?;
        sources.set(key, &value, Some(place))?;
    }
    Ok(())
}

const EXPECTED: &str = "a string, a whole number, true, false, or a list of strings";

/// A value as it would be written on the command line.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(|n| n.to_string())
        }
        DeValue::Boolean(true) => Some("yes".to_owned()),
        DeValue::Boolean(false) => Some("no".to_owned()),
        DeValue::Array(values) => {
            let words = values.iter().map(|value| value.get_ref().as_str());
            Some(words.collect::<Option<Vec<_>>>()?.join(","))
        }
        _ => None,
    }
}

/// The settings as such a file. A comment says where each of them comes from.
pub fn show(config: &ServerConfig, origins: &Origins) -> String {
    let lines = config.values().into_iter().map(|(key, value)| {
        let Some(value) = value else { return format!("# {key} is off\n") };
        let value = match value.parse::<i64>() {
            Ok(number) if number.to_string() == value => Value::Integer(number),
            _ => Value::String(value),
        };
        match origins.get(key) {
            Some(origin) => format!("{key} = {value} # {origin}\n"),
            None => format!("{key} = {value}\n"),
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ServerConfig, String> {
        let mut sources = Sources::default();
        let read = parse("chat.toml", text, &mut sources).and_then(|()| sources.build());
        read.map(|(config, _)| config).map_err(|error| error.to_string())
    }

    #[test]
    fn values_of_any_kind() {
        let text = "address = 'localhost:0'\nsendq = 0x1_0000\nblocked = ['a', 'b']\nflood = '3'\nguest_names = false\n";
        let config = read(text).unwrap();
        assert_eq!(config.address.as_ref(), "localhost:0");
        assert_eq!((config.sendq, config.flood), (65536, Some(3)));
        assert_eq!(config.blocked, ["a", "b"]);
        assert!(!config.guest_names);
    }

    #[test]
    fn errors_name_the_line_and_the_key() {
        for (text, expected) in [
            ("\nsendq = 1\n", "chat.toml:2: bad value for sendq: expected a whole number from"),
            ("\n\nsendq = 'x'", "chat.toml:3: bad value for sendq: expected a whole number"),
            ("flood = 1.5", "chat.toml:1: bad value for flood: expected a string, a whole"),
            ("blocked = ['a', 1]", "chat.toml:1: bad value for blocked: expected a string"),
            ("# x\ncolour = 'red'", "chat.toml:2: unknown setting \"colour\": expected one of"),
            ("[sendq]\n", "chat.toml:1: bad value for sendq"),
            ("flood = 1\nsendq 5\n", "chat.toml:2: not TOML: "),
            ("flood = 1\nflood = 2\n", "chat.toml:2: not TOML: "),
            ("metrics = '9090'", "chat.toml:1: \"9090\" is not an address"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with(expected), "{text:?}: {error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }

    #[test]
    fn what_is_shown_can_be_read() {
        for motd in ["'+5'", "'007'", "\"a \\\"b\\\" # c\""] {
            let text = format!("motd = {motd}\nblocked = 'a,b'\nmax_per_address = 7\n");
            let config = read(&text).unwrap();
            let shown = show(&config, &Origins::from([("motd", "somewhere".to_owned())]));
            assert_eq!(read(&shown).unwrap(), config);
            assert!(shown.contains("# somewhere\n"), "{shown}");
            assert!(shown.contains("# flood is off\n"), "{shown}");
        }
    }
}
