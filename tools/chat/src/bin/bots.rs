//! A crowd that fills rooms with talk.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    chat::report(chat::run_bots(&chat::BotsCli::parse()))
}
