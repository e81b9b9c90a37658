//! Settings come from a file, the environment and the command line.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use testkit::{Client, Server};

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

/// A file of this test, which starts it with `text`.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("a file that can be written");
    path
}

fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().expect("it can be run");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn a_server_holds_them() {
    let path = file("server.toml", "motd = 'from the file'\nmax_users = 7\nmax_rooms = 1\n");
    let mut command = Command::new(BINARY);
    command.env("TUNED_MAX_USERS", "9").env("TUNED_CONFIG", path);
    command.args(["--max-users", "1", "127.0.0.1:0"]);
    let server = Server::start_with(command);
    let mut alice = Client::login(server.addr(), "alice");
    alice.expect("* from the file");
    alice.send("/join rust");
    alice.expect("! too many rooms");
    Client::connect(server.addr()).expect("! server is full, try again later");
}

#[test]
fn they_are_shown_and_not_served() {
    let path = file("shown.toml", "sendq = 4096\nflood = 2\nmotd = 'a'\n");
    let mut command = Command::new(BINARY);
    command.env("TUNED_FLOOD", "3").env("TUNED_MOTD", "b").args(["--check-config", "motd=c"]);
    let (status, shown, errors) = run(command.arg("--config").arg(&path));
    assert_eq!((status, errors.as_str()), (Some(0), ""));
    let place = format!("sendq = 4096 # {}:1", path.display());
    for line in [&place, "flood = 3 # TUNED_FLOOD", "motd = \"c\"", "# metrics is off"] {
        assert!(shown.lines().any(|shown| shown == line), "no {line} in\n{shown}");
    }
}

#[test]
fn a_mistake_is_found_where_it_was_made() {
    let path = file("wrong.toml", "# a comment\n\nsendq = 7\n");
    let mut command = Command::new(BINARY);
    let (status, shown, errors) = run(command.arg("--check-config").arg("--config").arg(&path));
    assert_eq!((status, shown.as_str()), (Some(2), ""));
    let expected = format!("error: {}:3: bad value for sendq: ", path.display());
    assert!(errors.starts_with(&expected) && errors.lines().count() == 1, "{errors}");
}

#[test]
fn help_tells_everything() {
    let (status, help, errors) = run(Command::new(BINARY).arg("--help"));
    assert_eq!((status, errors.as_str()), (Some(0), ""));
    let (_, settings, _) = run(Command::new(BINARY).arg("--check-config"));
    let keys = settings.lines().map(|line| line.trim_start_matches("# ").split(' ').next());
    for key in keys.flatten() {
        let flag = format!("--{} <", key.replace('_', "-"));
        assert!(help.contains(&flag), "no {flag} in\n{help}");
    }
    for word in ["--config <FILE>", "--check-config", "TUNED_MAX_USERS=500", "key=value"] {
        assert!(help.contains(word), "no {word} in\n{help}");
    }
}
