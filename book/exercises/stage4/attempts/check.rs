use std::process::{Command, ExitCode};

use testkit::{Client, PROMPT, Server, run_to_exit};

const REFUSED: &str = "! invalid name";

fn main() -> ExitCode {
    let binary = std::env::var("SERVER").expect("the server's path in SERVER");
    for value in ["0", "11"] {
        let ended = run_to_exit(&binary, &["127.0.0.1:0".to_owned(), format!("attempts={value}")]);
        let said = String::from_utf8_lossy(&ended.stderr);
        let expected = "error: bad value for attempts: expected a whole number from 1 to 10";
        if ended.status.code() != Some(2) || said.trim_end() != expected {
            println!("with attempts={value} it said: {}", said.trim_end());
            return ExitCode::FAILURE;
        }
    }
    for (setting, attempts) in [(None, 3), (Some("attempts=1"), 1), (Some("attempts=5"), 5)] {
        let mut command = Command::new(&binary);
        command.arg("127.0.0.1:0").args(setting);
        let Ok(server) = Server::try_start_with(command) else {
            println!("with {setting:?} it does not start");
            return ExitCode::FAILURE;
        };
        let mut alice = Client::connect(server.addr());
        for _ in 0..attempts {
            alice.expect(PROMPT);
            alice.send("2bad");
            alice.expect_prefix(REFUSED);
        }
        let last = alice.line();
        if last != "! too many attempts" {
            println!("after {attempts} refusals with {setting:?} it said: {last}");
            return ExitCode::FAILURE;
        }
        let mut page = Client::connect(server.addr());
        page.expect(PROMPT);
        page.send("GET / HTTP/1.1");
        let answer = page.line();
        if answer != "! this is not a web server" {
            println!("to a web page it said, with {setting:?}: {answer}");
            return ExitCode::FAILURE;
        }
    }
    println!("as many attempts as were set, and no web page");
    ExitCode::SUCCESS
}
