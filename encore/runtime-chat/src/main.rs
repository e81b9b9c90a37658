use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use runtime::Runtime;
use runtime_chat::{ChatError, Server, ServerConfig, USAGE, announce, log};

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log(format_args!("error: {error}"));
            error.exit_status().into()
        }
    }
}

fn start() -> Result<(), ChatError> {
    let Some(config) = ServerConfig::from_args(env::args_os().skip(1))? else {
        return Ok(io::stdout().write_all(USAGE.as_bytes())?);
    };
    Runtime::new()?.block_on(async { Server::bind(config).await?.run(announce).await })
}
