//! A server that cannot start another thread refuses that connection and lives on.

use std::ffi::OsStr;
use std::fs;
use std::os::linux::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Client, PATIENCE, PROMPT, Server};

/// More threads than are needed here.
const FREE: &str = "4096";

/// While the system refuses threads, connections end at once and those who are in go on; when it
/// grants them again, the server serves everybody again.
///
/// # Panics
/// When it is not so.
pub fn check(binary: impl AsRef<Path>) {
    let copy = Runnable::new(binary.as_ref());
    let server = Server::start_with(copy.command());
    let mut witness = Client::join(server.addr(), "witness");
    let threads = server.threads();
    // None more, and one more: then the thread that reads starts, the one that writes does not.
    for (round, more) in [0, 1, 0, 1].into_iter().enumerate() {
        wait_for_threads(&server, threads);
        copy.limit_threads(&server, &(threads + more).to_string());
        for _ in 0..5 {
            refused(&server);
        }
        witness.send("still here");
        witness.expect("<witness> still here");
        copy.limit_threads(&server, FREE);
        let name = format!("user{round}");
        let mut client = served(&server);
        client.send(&name);
        client.expect_prefix(&format!("* Welcome, {name}!"));
        witness.expect(&format!("* {name} joined #lobby"));
        client.close();
        witness.expect(&format!("* {name} left #lobby"));
    }
    assert!(server.logs("refused", PATIENCE), "nothing was logged:\n{}", server.log());
}

/// The connection ends, with an error line or without one, but never with a prompt.
fn refused(server: &Server) {
    let mut client = Client::connect(server.addr());
    let bytes = client.expect_gone();
    assert!(
        bytes.is_empty() || bytes.starts_with(b"! "),
        "not refused but told {}",
        String::from_utf8_lossy(&bytes)
    );
}

/// Waits for the end of the threads of those who have left.
fn wait_for_threads(server: &Server, expected: u64) {
    let deadline = Instant::now() + PATIENCE;
    while server.threads() != expected {
        assert!(Instant::now() < deadline, "{} threads are left over", server.threads());
        thread::sleep(Duration::from_millis(1));
    }
}

/// A thread that has ended is counted for a moment longer, so the first try may come too soon.
fn served(server: &Server) -> Client {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut client = Client::connect(server.addr());
        if client.try_line(PATIENCE).as_deref() == Some(PROMPT) {
            return client;
        }
        assert!(Instant::now() < deadline, "nobody is served any more:\n{}", server.log());
    }
}

/// A binary that the system limits: the limit holds for no process of root, so for root it is
/// run by a user whom nobody else is, from a place that this user can read.
struct Runnable {
    copy: Option<PathBuf>,
    binary: PathBuf,
}

impl Runnable {
    fn new(binary: &Path) -> Self {
        let me = fs::metadata("/proc/self").expect("proc(5)").st_uid();
        let copy = (me == 0).then(|| {
            let copy = std::env::temp_dir().join(format!("thread_refused-{}", process::id()));
            fs::copy(binary, &copy).expect("a copy of the binary");
            copy
        });
        Self { binary: copy.clone().unwrap_or_else(|| binary.to_owned()), copy }
    }

    fn command(&self) -> Command {
        let mut command = self.as_its_user(&self.binary);
        command.arg("127.0.0.1:0");
        command
    }

    /// Lets the server's user have this many threads before the server cannot start another.
    fn limit_threads(&self, server: &Server, most: &str) {
        let pid = server.pid().to_string();
        let status = self
            .as_its_user("prlimit")
            .args(["--pid", &pid, &format!("--nproc={most}:")])
            .status()
            .expect("the program prlimit of util-linux");
        assert!(status.success(), "prlimit failed: {status}");
    }

    fn as_its_user(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        if self.copy.is_some() {
            command.uid(50_000 + process::id() % 10_000);
        }
        command
    }
}

impl Drop for Runnable {
    fn drop(&mut self) {
        if let Some(copy) = &self.copy {
            // What is left in the folder for temporary files harms nobody.
            let _ = fs::remove_file(copy);
        }
    }
}
