//! The command line.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::config::ServerConfig;
use crate::config_file;
use crate::error::ChatError;
use crate::settings::SETTINGS;
use crate::sources::{FILE, Sources};
use crate::text;
use crate::tls;

const ABOUT: &str = "A chat server that spends its time on what the system has to do.";

const SOURCES: &str = "\
Every setting can be made in four places, of which a later one wins:
  in the file   max_users = 500        (TOML; TUNED_CONFIG names a file as well)
  environment   TUNED_MAX_USERS=500
  as a flag     --max-users 500
  as a word     max_users=500";

/// What somebody wants who starts the program.
#[derive(Debug)]
pub enum Wish {
    Serve(Box<ServerConfig>),
    /// Help, or the settings that hold.
    Read(String),
}

impl Wish {
    /// From the arguments, without the program's name, and the environment.
    pub fn understand(
        arguments: impl IntoIterator<Item = OsString>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ChatError> {
        let mut matches = match command().try_get_matches_from(arguments) {
            Ok(matches) => matches,
            Err(error) if error.kind() == ErrorKind::DisplayHelp => {
                return Ok(Self::Read(error.to_string()));
            }
            Err(error) => return Err(misunderstood(&error)),
        };
        let environment: Vec<_> = environment.into_iter().collect();
        let named = environment.iter().find(|(name, _)| name == FILE).map(|(_, file)| file.clone());
        let mut sources = Sources::default();
        if let Some(file) = matches.remove_one("config").or(named) {
            config_file::read(Path::new(&file), &mut sources)?;
        }
        sources.environment(environment)?;
        for key in SETTINGS.iter().map(|setting| setting.key) {
            for value in lossy(&mut matches, key) {
                sources.set(key, &value, None)?;
            }
        }
        sources.words(lossy(&mut matches, "words"))?;
        let (config, origins) = sources.build()?;
        if matches.get_flag("check-config") {
            tls::acceptor(&config)?;
            return Ok(Self::Read(config_file::show(&config, &origins)));
        }
        Ok(Self::Serve(Box::new(config)))
    }
}

fn command() -> Command {
    let word = Arg::new("words")
        .help("Where to listen [default: 127.0.0.1:8080], then settings")
        .value_name("WORD");
    let file = Arg::new("config").long("config").value_name("FILE").help("a file with settings");
    let check = Arg::new("check-config")
        .long("check-config")
        .action(ArgAction::SetTrue)
        .help("show the settings that hold, and where they were made, or what is wrong with them");
    let settings = SETTINGS.iter().map(|setting| {
        let flag = Arg::new(setting.key).long(setting.key.replace('_', "-"));
        flag.value_name(setting.value).help(setting.help).allow_hyphen_values(true)
    });
    let text = value_parser!(OsString);
    Command::new("tuned")
        .about(ABOUT)
        .after_help(SOURCES)
        .override_usage("tuned [OPTIONS] [ADDR] [key=value ...]")
        .no_binary_name(true)
        .args_override_self(true)
        .arg(word.num_args(0..).value_parser(text.clone()))
        .args([file.value_parser(text.clone()), check])
        .args(settings.map(|flag| flag.value_parser(text.clone())))
}

/// The values of an argument. One that is not UTF-8 will be refused like any other.
fn lossy(matches: &mut ArgMatches, id: &str) -> Vec<String> {
    let values = matches.remove_many::<OsString>(id).into_iter().flatten();
    values.map(|value| value.to_string_lossy().into_owned()).collect()
}

/// What is wrong, in one line.
fn misunderstood(error: &Error) -> ChatError {
    if let (ErrorKind::UnknownArgument, Some(ContextValue::String(argument))) =
        (error.kind(), error.get(ContextKind::InvalidArg))
    {
        return ChatError::UnexpectedArgument(argument.clone());
    }
    let shown = error.to_string();
    let line = shown.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    let line = text::clean(line.as_bytes()).unwrap_or_default();
    ChatError::BadCommandLine(line.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of it with `start`, as `--check-config` shows it.
    fn shown(arguments: &[&str], environment: &[(&str, &str)], start: &str) -> String {
        let arguments = arguments.iter().chain(&["--check-config"]).map(OsString::from);
        let environment = environment.iter().map(|(name, value)| (name.into(), value.into()));
        let Wish::Read(text) = Wish::understand(arguments, environment).unwrap() else {
            panic!("it would serve");
        };
        let line = text.lines().find(|line| line.starts_with(start));
        line.unwrap_or_else(|| panic!("no {start} in {text}")).to_owned()
    }

    #[test]
    fn every_setting_has_a_flag_a_variable_and_a_word() {
        let keys = SETTINGS.iter().map(|setting| setting.key);
        // Those of TLS hold only together, and with files.
        for key in keys.filter(|key| !key.starts_with("tls_")) {
            let value = match key {
                "address" | "metrics" => "127.0.0.1:4444",
                "motd" | "blocked" | "log_dir" => "x",
                "log_level" => "debug",
                "guest_names" => "no",
                _ => "4444",
            };
            let flag = format!("--{}", key.replace('_', "-"));
            let start = format!("{key} = ");
            let variable = format!("TUNED_{}", key.to_uppercase());
            let by_word = shown(&["127.0.0.1:1", &format!("{key}={value}")], &[], &start);
            assert!(by_word.contains(value), "{by_word}");
            assert_eq!(shown(&[&flag, value], &[], &start), by_word);
            let by_variable = shown(&[], &[(&variable, value)], &start);
            assert_eq!(by_variable, format!("{by_word} # {variable}"));
        }
    }

    #[test]
    fn what_comes_later_wins() {
        let variables = [("TUNED_FLOOD", "2")];
        assert_eq!(shown(&["--flood", "3"], &variables, "flood"), "flood = 3");
        assert_eq!(shown(&["flood=4", "--flood=3"], &variables, "flood"), "flood = 4");
        assert_eq!(shown(&["--flood=3", "--flood=5"], &variables, "flood"), "flood = 5");
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let understand = |arguments: &[&str]| {
            let arguments = arguments.iter().map(OsString::from);
            Wish::understand(arguments, []).unwrap_err().to_string()
        };
        for (arguments, expected) in [
            (&["--colour", "red"][..], "unexpected argument \"--colour\""),
            (&["-x"], "unexpected argument \"-x\""),
            (&["--\u{1b}[2J"], "unexpected argument \"--\\u{1b}[2J\""),
            (&["--sendq"], "a value is required for '--sendq <BYTES>'"),
            (&["--check-config=\u{1b}\n"], "unexpected value '"),
            (&["--sendq", "1M"], "bad value for sendq: expected a whole number"),
            (&["--flood", "-1"], "bad value for flood: expected a whole number"),
            (&["--config", "/nowhere/x\n"], "cannot read /nowhere/x\\n: "),
        ] {
            let error = understand(arguments);
            assert!(error.starts_with(expected), "{arguments:?}: {error}");
            assert!(!error.contains(char::is_control), "{error:?}");
        }
    }
}
