use std::process::ExitCode;

use clap::Parser;
use workshop::Cli;

fn main() -> ExitCode {
    // Started by a check, in the place of a server.
    if let Some(status) = workshop::stand_in() {
        return status;
    }
    match Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(error.exit_status())
        }
    }
}
