//! The terminal client.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    chat::report(chat::Cli::parse().run())
}
