use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match load::run(&load::Cli::parse().mode) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(error.exit_status())
        }
    }
}
