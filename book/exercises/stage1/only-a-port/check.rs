use std::process::{Command, ExitCode};

use testkit::{Client, Server};

fn main() -> ExitCode {
    let binary = std::env::var("SERVER").expect("the server's path in SERVER");
    for (arguments, refusal) in [
        (vec!["localhost"], "error: \"localhost\" is not an address"),
        (vec!["65536"], "error: \"65536\" is not an address"),
        (vec![""], "error: \"\" is not an address"),
        (vec!["0", "more"], "error: unexpected argument \"more\""),
    ] {
        let ended = testkit::run_to_exit(&binary, &arguments);
        let said = String::from_utf8_lossy(&ended.stderr);
        if ended.status.code() != Some(2) || !said.starts_with(refusal) {
            println!("with {arguments:?} it said: {}", said.trim_end());
            return ExitCode::FAILURE;
        }
    }
    let mut command = Command::new(&binary);
    command.arg("0");
    match Server::try_start_with(command) {
        Ok(server) if server.addr().ip().is_loopback() => {
            Client::connect(server.addr()).expect("* Enter your username:");
            println!("a port alone is enough");
            ExitCode::SUCCESS
        }
        Ok(server) => {
            println!("it listens on {}, and not on this machine alone", server.addr().ip());
            ExitCode::FAILURE
        }
        Err(_) => {
            println!("with a port alone it does not start");
            ExitCode::FAILURE
        }
    }
}
