use std::env;
use std::process::ExitCode;

use stage1_tcp::{ChatError, ListenAddr, Server, announce, log};

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
    let args = env::args_os().skip(1);
    let args = args.map(|arg| arg.to_string_lossy().into_owned());
    Server::bind(&ListenAddr::from_args(args)?)?.run(announce)
}
