//! What happens is logged, with times and users in a file a day, and nobody waits for that.
#![cfg(unix)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use testkit::{Client, PATIENCE, Server, Signal, run_to_exit};

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    // It need not be there yet.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn start(folder: &Path, level: &str) -> Server {
    let folder = format!("log_dir={}", folder.display());
    Server::start(BINARY, &[&folder, &format!("log_level={level}"), "sendq=65536"])
}

/// One visit of alice. Returns her address.
fn visit(server: &Server) -> String {
    let mut alice = Client::join(server.addr(), "alice");
    alice.send("/quit");
    alice.expect("* Goodbye, alice!");
    alice.expect_closed();
    alice.local_addr().expect("an address").to_string()
}

fn end(server: &Server) {
    server.signal(Signal::Terminate).expect("a signal");
    assert_eq!(server.wait(PATIENCE).code(), Some(0));
}

/// The text of the only file.
fn logged(folder: &Path) -> String {
    let files: Vec<_> = fs::read_dir(folder).expect("a list").flatten().collect();
    // A test that runs at midnight has two.
    files
        .iter()
        .map(|file| {
            let name = file.file_name().into_string().expect("a name");
            let day = name.strip_prefix("tuned.").and_then(|rest| rest.strip_suffix(".log"));
            assert_eq!(day.map(str::len), Some("2026-01-31".len()), "{name}");
            fs::read_to_string(file.path()).expect("a log")
        })
        .collect()
}

#[test]
fn a_line_says_when_who_and_what() {
    let folder = folder("who");
    let server = start(&folder, "debug");
    let address = visit(&server);
    end(&server);
    let log = logged(&folder);
    let line = |start: &str, end: &str| {
        let found = log.lines().any(|line| line.contains(start) && line.ends_with(end));
        assert!(found, "no {start}...{end} in\n{log}");
    };
    let span = format!("connection{{address={address}");
    line(&format!("DEBUG {span}}}: "), " connected");
    line(&format!("DEBUG {span} user=alice}}: "), "alice logged in");
    line(&format!("DEBUG {span} user=alice}}: "), " disconnected");
    line("Z DEBUG ", "shutting down");
    // Without times and spans, for people.
    assert!(server.log().lines().any(|line| line == "alice logged in"), "{}", server.log());
}

#[test]
fn what_is_less_grave_is_left_out() {
    for (level, expected) in [("warn", true), ("error", false)] {
        let folder = folder(level);
        let server = start(&folder, level);
        visit(&server);
        Client::connect(server.addr()).send("GET / HTTP/1.1");
        if expected {
            assert!(server.logs("this is not a web server", PATIENCE), "{}", server.log());
        } else {
            visit(&server);
        }
        end(&server);
        for log in [server.log(), logged(&folder)] {
            assert_eq!(log.contains("this is not a web server"), expected, "{level}: {log}");
            assert!(!log.contains("alice"), "{level}: {log}");
        }
        let spans = logged(&folder).matches("WARN connection{address=127.0.0.1:").count();
        assert_eq!(spans, usize::from(expected));
    }
}

#[test]
fn nobody_waits_for_a_file_that_takes_no_more() {
    let folder = folder("stuck");
    let day = |from_now: u64| {
        let date = SystemTime::now() + Duration::from_secs(from_now);
        let seconds = date.duration_since(SystemTime::UNIX_EPOCH).expect("a date").as_secs();
        let date = Command::new("date").args(["-u", "+%F", "-d", &format!("@{seconds}")]).output();
        String::from_utf8(date.expect("a date").stdout).expect("a date").trim().to_owned()
    };
    // Pipes that nobody reads; they are opened, else the server would wait for that.
    let _pipes: Vec<File> = [0, 86_400]
        .into_iter()
        .map(|from_now| {
            let pipe = folder.join(format!("tuned.{}.log", day(from_now)));
            assert!(Command::new("mkfifo").arg(&pipe).status().expect("a pipe").success());
            File::options().read(true).write(true).open(pipe).expect("a pipe")
        })
        .collect();
    let server = start(&folder, "debug");
    let mut alice = Client::join(server.addr(), "alice");
    // A line of the log each, and together more than a pipe holds and than may wait.
    let renames: Vec<String> = (0..6000).map(|n| format!("/nick a{n}\n")).collect();
    let sender = alice.sender();
    let sending = std::thread::spawn(move || sender.send_bytes(renames.concat().as_bytes()));
    let mut name = "alice".to_owned();
    for n in 0..6000 {
        alice.expect(&format!("* {name} is now a{n}"));
        name = format!("a{n}");
    }
    sending.join().expect("all sent");
    end(&server);
}

#[test]
fn a_folder_that_cannot_be_is_refused() {
    let folder = folder("file");
    let file = folder.join("file");
    fs::write(&file, "").expect("a file");
    let output = run_to_exit(BINARY, &["127.0.0.1:0", &format!("log_dir={}", file.display())]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.starts_with(&format!("error: cannot log to {}: ", file.display())), "{errors}");
    assert_eq!(output.status.code(), Some(1));
}
