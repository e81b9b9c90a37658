use std::env;
use std::process::ExitCode;

use tuned::{ChatError, Server, ServerConfig, announce, log};

#[tokio::main]
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log(format_args!("error: {error}"));
            error.exit_status().into()
        }
    }
}

async fn start() -> Result<(), ChatError> {
    let args = env::args_os().skip(1);
    let args = args.map(|arg| arg.to_string_lossy().into_owned());
    Server::bind(ServerConfig::from_args(args)?).await?.run(announce).await
}
