//! The book's own server, for pages that are live.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A running `cargo workshop serve`, asked to end when this is dropped.
pub struct Host {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub address: String,
    /// Of a classroom: the addresses for those who join, and for the instructor.
    pub join: [String; 2],
    _lines: Lines<BufReader<ChildStdout>>,
}

impl Host {
    /// Serves a built book.
    pub fn start(site: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_workshop"))
            .args(["serve", "--port", "0", "--site"])
            .arg(site)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the workshop runs");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let last = if arguments.contains(&"--classroom") { "Keep the" } else { "the book is" };
        let mut said = Vec::new();
        while said.last().is_none_or(|line: &String| !line.starts_with(last)) {
            said.push(lines.next().expect("it says its address").expect("it is text"));
        }
        let address = |label: &str| {
            let line = said.iter().find(|line| line.starts_with(label));
            let words = line.into_iter().flat_map(|line| line.split(' '));
            words.filter(|word| word.starts_with("http")).map(str::to_owned).next()
        };
        let join = ["join:", "instructor:"].map(|label| address(label).unwrap_or_default());
        let address = address("the book").unwrap_or_else(|| panic!("no address in {said:?}"));
        Self { child, address, join, _lines: lines }
    }

    /// Kills the servers that it runs, as if they had crashed.
    #[cfg(target_os = "linux")]
    pub fn kill_servers(&self) {
        use rustix::process::{Pid, Signal, kill_process};

        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).expect("it runs");
        let lists = tasks.flatten().map(|task| task.path().join("children"));
        let all: String = lists.filter_map(|list| std::fs::read_to_string(list).ok()).collect();
        let pids = all.split_whitespace().filter_map(|pid| Pid::from_raw(pid.parse().ok()?));
        for pid in pids {
            // It may have ended by itself.
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(pid) = self.child.id().try_into().ok().and_then(rustix::process::Pid::from_raw)
        {
            // Politely, so that it takes its servers along; it may have ended by itself.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let deadline = Instant::now() + Duration::from_secs(10);
        while cfg!(unix) && Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(5));
        }
        // It fails when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
