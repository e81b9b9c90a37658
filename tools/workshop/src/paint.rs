//! Colours, for terminals only.

use std::env;
use std::io::{self, IsTerminal};

use clap::ValueEnum;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless the environment variable `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// Wraps text in the escape sequences of a colour, or leaves it as it is.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// For what goes to standard output.
    pub fn new(when: ColorWhen) -> Self {
        let forbidden = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let on = match when {
            ColorWhen::Auto => !forbidden && io::stdout().is_terminal(),
            ColorWhen::Always => true,
            ColorWhen::Never => false,
        };
        Self { on }
    }

    pub fn removed(self, text: &str) -> String {
        self.wrap("31", text)
    }

    pub fn added(self, text: &str) -> String {
        self.wrap("32", text)
    }

    pub fn place(self, text: &str) -> String {
        self.wrap("36", text)
    }

    pub fn heading(self, text: &str) -> String {
        self.wrap("1", text)
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.on { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
