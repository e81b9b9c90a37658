//! Where settings come from. What comes later wins: file, environment, command line.

use std::collections::HashMap;
use std::ffi::OsString;

use crate::config::{ServerConfig, ServerConfigBuilder};
use crate::error::ChatError;
use crate::settings;

/// What the names of the environment start with.
pub const PREFIX: &str = "TUNED_";

/// The name of the file, in the environment.
pub const FILE: &str = "TUNED_CONFIG";

/// Where a setting was made, for those that were not made on the command line.
pub type Origins = HashMap<&'static str, String>;

/// Settings that are collected from all places. An error says which one is to blame.
#[derive(Debug)]
pub struct Sources {
    builder: ServerConfigBuilder,
    origins: Origins,
}

impl Default for Sources {
    fn default() -> Self {
        Self { builder: ServerConfig::builder(), origins: Origins::new() }
    }
}

impl Sources {
    /// One setting, and where it was made, unless that is the command line.
    pub fn set(&mut self, key: &str, value: &str, from: Option<String>) -> Result<(), ChatError> {
        let key = settings::find(key).map_err(|error| at(from.clone(), error))?;
        let set = self.builder.clone().set(key, value);
        self.builder = set.map_err(|error| at(from.clone(), error))?;
        self.origins.remove(key);
        self.origins.extend(from.map(|from| (key, from)));
        Ok(())
    }

    /// Every variable that is meant for this server. A name that means nothing is an error: it is
    /// most likely misspelt.
    pub fn environment(
        &mut self,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<(), ChatError> {
        for (name, value) in variables {
            let name = name.to_string_lossy();
            if let Some(key) = name.strip_prefix(PREFIX).filter(|_| name != FILE) {
                let origin = Some(name.escape_debug().to_string());
                self.set(&key.to_ascii_lowercase(), &value.to_string_lossy(), origin)?;
            }
        }
        Ok(())
    }

    /// Words of the command line that are no flags: `[ADDR] [key=value ...]`.
    pub fn words(&mut self, words: impl IntoIterator<Item = String>) -> Result<(), ChatError> {
        for (position, word) in words.into_iter().enumerate() {
            match word.split_once('=') {
                Some((key, value)) => self.set(key, value, None)?,
                None if position == 0 => self.set("address", &word, None)?,
                None => return Err(ChatError::UnexpectedArgument(word)),
            }
        }
        Ok(())
    }

    /// The settings, if they make sense, and where they were made.
    pub fn build(self) -> Result<(ServerConfig, Origins), ChatError> {
        let Self { builder, origins } = self;
        match builder.build() {
            Ok(config) => Ok((config, origins)),
            Err(ChatError::BadSetting(key, expected)) => {
                Err(at(origins.get(key).cloned(), ChatError::BadSetting(key, expected)))
            }
            Err(error) => Err(error),
        }
    }
}

fn at(origin: Option<String>, error: ChatError) -> ChatError {
    match origin {
        Some(origin) => ChatError::At(origin, Box::new(error)),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_words(words: &[&str]) -> Result<ServerConfig, String> {
        let mut sources = Sources::default();
        let words = words.iter().map(ToString::to_string);
        let built = sources.words(words).and_then(|()| sources.build());
        built.map(|(config, _)| config).map_err(|error| error.to_string())
    }

    #[test]
    fn arguments_in_any_order_after_the_address() {
        let config =
            from_words(&["localhost:0", "flood=3", "blocked=Spam, eggs,", "motd="]).unwrap();
        assert_eq!(config.address.as_ref(), "localhost:0");
        assert_eq!(config.flood, Some(3));
        assert_eq!(config.blocked, ["spam", "eggs"]);
        assert_eq!(config.motd, "");
        assert_eq!(from_words(&["max_rooms=7"]).unwrap().max_rooms, 7);
    }

    #[test]
    fn bad_arguments_are_named() {
        for (word, expected) in [
            ("8080", "\"8080\" is not an address"),
            ("max_rooms=many", "bad value for max_rooms: expected a whole number"),
            ("max_rooms=0", "bad value for max_rooms: expected a whole number from 1 to 1000000"),
            ("motd=\u{1b}[2J", "bad value for motd"),
            ("blocked=a b", "bad value for blocked"),
            ("flood=0", "bad value for flood"),
            ("max_per_address=0", "bad value for max_per_address"),
            ("guest_names=1", "bad value for guest_names: expected yes or no"),
            ("log_dir=", "bad value for log_dir: expected a path"),
            ("metrics=9090", "\"9090\" is not an address"),
            ("color=red", "unknown setting \"color\": expected one of address, motd, max_rooms,"),
        ] {
            let error = from_words(&[word]).unwrap_err();
            assert!(error.starts_with(expected), "{word}: {error}");
        }
        let error = from_words(&["127.0.0.1:0", "more"]).unwrap_err();
        assert!(error.starts_with("unexpected argument \"more\""), "{error}");
    }

    fn from_environment(name: &str, value: &str) -> Result<(), String> {
        let mut sources = Sources::default();
        let read = sources.environment([(name.into(), value.into())]);
        read.and_then(|()| sources.build()).map(drop).map_err(|error| error.to_string())
    }

    #[test]
    fn variables_are_named() {
        assert_eq!(from_environment("TUNED_SENDQ", "65536"), Ok(()));
        assert_eq!(from_environment("SENDQ", "1"), Ok(()), "not meant for us");
        for (name, value, expected) in [
            ("TUNED_SENDQ", "x", "TUNED_SENDQ: bad value for sendq: expected a whole number"),
            ("TUNED_SENDQ", "1", "TUNED_SENDQ: bad value for sendq: expected a whole number from"),
            ("TUNED_SENQ", "65536", "TUNED_SENQ: unknown setting \"senq\""),
        ] {
            let error = from_environment(name, value).unwrap_err();
            assert!(error.starts_with(expected), "{name}={value}: {error}");
        }
    }
}
