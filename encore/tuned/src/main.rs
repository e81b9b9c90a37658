use std::env;
use std::process::ExitCode;

use tuned::{ChatError, Log, Server, Wish, announce, complain, print};

#[tokio::main]
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("error: {error}"));
            error.exit_status().into()
        }
    }
}

async fn start() -> Result<(), ChatError> {
    match Wish::understand(env::args_os().skip(1), env::vars_os())? {
        Wish::Serve(config) => {
            // To the end: dropping it writes the rest.
            let _log = Log::start(&config)?;
            Server::bind(*config).await?.run(announce).await
        }
        Wish::Read(text) => {
            print(&text);
            Ok(())
        }
    }
}
