//! A course of one stage, which sends back what it gets, and of an encore that does the same.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::prove::crates::Crates;
use crate::prove::prover::Prover;
use crate::prove::{Mode, Wanted, prove_by, recorded};

const FILES: [(&str, &str); 11] = [
    (
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"stage1-tiny\", \"testkit\", \"encore/*\"]\n\
         [workspace.package]\nedition = \"2024\"\n",
    ),
    (
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"broker\"\nversion = \"0.0.0\"\n\
         dependencies = [\n \"runtime\",\n]\n\n[[package]]\nname = \"runtime\"\n\
         version = \"0.0.0\"\n\n[[package]]\nname = \"stage1-tiny\"\nversion = \"0.0.0\"\n\n\
         [[package]]\nname = \"testkit\"\nversion = \"0.0.0\"\n",
    ),
    ("stage1-tiny/Cargo.toml", "[package]\nname = \"stage1-tiny\"\nedition.workspace = true\n"),
    ("stage1-tiny/src/lib.rs", "pub fn answer(line: &str) -> String {\n    line.to_owned()\n}\n"),
    ("stage1-tiny/src/main.rs", MAIN),
    (
        "encore/broker/Cargo.toml",
        "[package]\nname = \"broker\"\nedition.workspace = true\n\
         [dependencies]\nruntime = { path = \"../runtime\" }\n",
    ),
    (
        "encore/broker/src/lib.rs",
        "pub fn answer(line: &str) -> String {\n    runtime::say(line)\n}\n",
    ),
    ("encore/runtime/Cargo.toml", "[package]\nname = \"runtime\"\nedition.workspace = true\n"),
    ("encore/runtime/src/lib.rs", "mod task;\npub use task::state::say;\n"),
    ("encore/runtime/src/task/mod.rs", "pub mod state;\n"),
    ("testkit/Cargo.toml", "[package]\nname = \"testkit\"\nedition.workspace = true\n"),
];

const MAIN: &str = r#"use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

fn main() {
    let address = std::env::args().nth(1).or(std::env::var("ADDR").ok()).expect("an address");
    let listener = TcpListener::bind(address).unwrap();
    println!("listening on {}", listener.local_addr().unwrap());
    for mut socket in listener.incoming().flatten() {
        for line in BufReader::new(socket.try_clone().unwrap()).lines().map_while(Result::ok) {
            socket.write_all((stage1_tiny::answer(&line) + "\n").as_bytes()).unwrap();
        }
    }
}
"#;

/// Says `hi` to the server, prints what comes, and ends well if that is `HI`.
pub const ASKS: &str = r#"use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

fn first_line(of: impl std::io::Read) -> String {
    BufReader::new(of).lines().next().unwrap().unwrap()
}

fn main() {
    let server = std::env::var_os("SERVER").unwrap();
    let mut server =
        Command::new(server).arg("127.0.0.1:0").stdout(Stdio::piped()).spawn().unwrap();
    let ready = first_line(server.stdout.take().unwrap());
    let mut socket = TcpStream::connect(ready.trim_start_matches("listening on ")).unwrap();
    socket.write_all(b"hi\n").unwrap();
    let answer = first_line(socket);
    server.kill().unwrap();
    server.wait().unwrap();
    println!("{answer}");
    END
}
"#;

/// An edit of the library.
pub fn edit(find: &str, replace: &str) -> String {
    format!("file = \"lib.rs\"\nfind = '''\n{find}\n'''\nreplace = '''\n{replace}\n'''\n")
}

/// A scenario in which this is the answer to `hi`.
pub fn scenario(answer: &str) -> String {
    format!(
        "title: t\nstages: 1\nfeatures: x\n\nalice connects\nalice> hi\nalice| {answer}\n\
         alice hangs up\n"
    )
}

/// The course, built, in a folder of its own.
pub struct Course {
    folder: TempDir,
    crates: Crates,
}

impl Course {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        for (path, text) in FILES {
            write(&folder.path().join(path), text);
        }
        write(&folder.path().join("testkit/src/lib.rs"), "");
        let state = "pub fn say(line: &str) -> String {\n    line.to_owned()\n}\n";
        write(&folder.path().join("encore/runtime/src/task/state.rs"), state);
        let main = MAIN.replace("stage1_tiny", "broker");
        write(&folder.path().join("encore/broker/src/main.rs"), &main);
        let mut cargo = Command::new(env!("CARGO"));
        cargo.arg("build").arg("--target-dir").arg(folder.path().join("target"));
        let crates = Crates::build_by(&mut cargo, folder.path()).unwrap();
        Self { folder, crates }
    }

    /// Writes a file below `book/`.
    pub fn book(&self, path: &str, text: &str) {
        write(&self.folder.path().join("book").join(path), text);
    }

    pub fn recorded(&self, name: &str) -> String {
        recorded::read(self.folder.path(), name).unwrap()
    }

    /// All that is wrong, joined.
    pub fn wrong(&self, mode: Mode, wanted: &[Wanted], is_whole: bool) -> String {
        let prover = Prover { root: self.folder.path(), crates: &self.crates, mode };
        let unproved = prove_by(&prover, wanted, is_whole).unwrap();
        let lines = unproved.into_iter().map(|this| format!("{}: {}\n", this.place, this.what));
        lines.collect()
    }

    /// It can be written down, and then it is what was written down.
    pub fn holds(&self, wanted: &Wanted) {
        for mode in [Mode::Record, Mode::Check] {
            assert_eq!(self.wrong(mode, std::slice::from_ref(wanted), false), "");
        }
    }

    /// It cannot be written down, for a reason that holds these words.
    pub fn refuses(&self, wanted: &Wanted, why: &[&str]) {
        let wrong = self.wrong(Mode::Record, std::slice::from_ref(wanted), false);
        for words in why {
            assert!(wrong.contains(words), "{words:?} is not in: {wrong}");
        }
        for name in recorded::names(self.folder.path(), wanted) {
            assert!(recorded::read(self.folder.path(), &name).is_err(), "{name} was written");
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
