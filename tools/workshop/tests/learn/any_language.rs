//! `check --cmd`: servers in any language.

use std::fs;
use std::process::Command;

use crate::learner::Learner;

/// An echo server for one client at a time; enough for the first things that stage 1 asks for.
const SERVER: &str = r#"
import re, socket, sys

host, port = sys.argv[1].rsplit(":", 1)
listener = socket.create_server((host, int(port)))
while True:
    client, _ = listener.accept()
    lines = client.makefile("rb")
    say = lambda text: client.sendall(text.encode() + b"\n")
    try:
        name = None
        while name is None:
            say("* Enter your username:")
            name = lines.readline().decode()
            if not name:
                break
            name = name.strip()
            if not re.fullmatch("[A-Za-z][A-Za-z0-9_-]{0,19}", name):
                say("! invalid name: use 1 to 20 letters, digits, '-' or '_', starting with a letter")
                name = None
        if name:
            say(f"* Welcome, {name}!")
            while line := lines.readline():
                text = line.decode().rstrip("\r\n")
                if text.strip():
                    say(f"<{name}> {text}")
    except OSError:
        pass
    lines.close()
    client.close()
"#;

fn learner() -> Learner {
    let learner = Learner::new();
    fs::write(learner.home().join("my-server.py"), SERVER).expect("a folder to write to");
    learner
}

fn check(learner: &Learner, command: &str) -> crate::learner::Ended {
    learner.run(&["check", "1", "--cmd", command])
}

#[test]
#[cfg(unix)]
fn a_server_in_python() {
    let learner = learner();
    let program = learner.home().join("my-server.py");
    let ended = check(&learner, &format!("python3 '{}' {{addr}}", program.display()));
    // It knows neither reserved names nor a limit.
    ended.is(1, "✗ reserved-names (").says("expected  the line ! name \"admin\" is reserved");
    assert!(!ended.said.contains("cargo workshop hint"), "{}", ended.said);
    learner.nothing_is_left();
}

/// A wrapper that stays, as `npm start` does: ending it must end what it has started.
#[test]
#[cfg(unix)]
fn a_server_behind_a_script() {
    let learner = learner();
    let script = learner.home().join("my-server.sh");
    let program = learner.home().join("my-server.py");
    fs::write(&script, format!("python3 {} \"$1\"\necho over\n", program.display())).unwrap();
    let ended = check(&learner, &format!("sh {} {{addr}}", script.display()));
    ended.is(1, "✗ reserved-names (");
    learner.nothing_is_left();
}

/// Everything that stage 1 is checked for can be checked of a command, too.
#[test]
fn a_server_of_the_course_as_a_command() {
    let learner = Learner::with_reference(1);
    let target = learner.home().join("my-server.target");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--offline", "--target-dir"]).arg(&target);
    assert!(cargo.current_dir(learner.folder()).status().unwrap().success());
    let program = target.join("debug/my-server");
    let ended = check(&learner, &format!("'{}' {{addr}}", program.display()));
    ended.is(0, "stage 1: all 24 checks are right.");
    learner.nothing_is_left();
}

#[test]
fn nonsense() {
    let learner = Learner::new();
    let ended = check(&learner, "no-such-program-anywhere {addr}");
    ended.is(1, "✗ listen (").says("cannot run it").says("the command \"127.0.0.1:0\" did not say");
    assert!(!ended.said.contains("workshop\""), "{}", ended.said);
    check(&learner, "python3 server.py").is(1, "where {addr} goes");
    check(&learner, "").is(1, "where {addr} goes");
    check(&learner, "'unfinished {addr}").is(1, "no end");
    learner.run(&["check", "--cmd", "x {addr}"]).is(1, "`cargo workshop start 1` makes one");
    learner.nothing_is_left();
}

#[test]
#[cfg(unix)]
fn a_command_that_ends_or_never_listens() {
    let learner = Learner::new();
    check(&learner, "sh -c 'echo sorry; echo hm >&2' {addr}").is(1, "✗ listen (").says("hm");
    check(&learner, "sh -c 'sleep 600' {addr}").is(1, "✗ listen (");
    learner.nothing_is_left();
}
