//! The program under test: the book's server on a free port.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use testkit::PATIENCE;

/// A running `cargo workshop serve`, asked to end when this is dropped.
pub struct Host {
    child: Child,
    pub addr: SocketAddr,
    /// Everything that it said before and with its address, and after.
    pub said: Vec<String>,
    _site: tempfile::TempDir,
}

impl Host {
    pub fn start(arguments: &[&str]) -> Self {
        let site = tempfile::tempdir().expect("a folder");
        std::fs::write(site.path().join("index.html"), "the book").expect("a file");
        let mut child = Command::new(env!("CARGO_BIN_EXE_workshop"))
            .args(["serve", "--port", "0", "--site"])
            .arg(site.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the workshop runs");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let last = if arguments.contains(&"--classroom") { "Keep the" } else { "the book is" };
        let mut said = Vec::new();
        for line in lines.by_ref() {
            said.push(line.expect("it is text"));
            if said.last().is_some_and(|line| line.starts_with(last)) {
                break;
            }
        }
        // Nobody reads on, and the program must not wait for that.
        std::thread::spawn(move || lines.for_each(drop));
        let line =
            said.iter().find_map(|line| line.split_once("the book is").map(|(_, rest)| rest));
        let line = line.unwrap_or_else(|| panic!("it does not say its address: {said:?}"));
        let addr = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next());
        let port: SocketAddr = addr.and_then(|addr| addr.parse().ok()).expect("an address");
        let addr = SocketAddr::from(([127, 0, 0, 1], port.port()));
        Self { child, addr, said, _site: site }
    }

    /// The token that stands behind a label.
    pub fn token(&self, label: &str) -> String {
        let line = self.said.iter().find(|line| line.starts_with(label));
        let token = line.and_then(|line| line.split(['#', ' ']).next_back());
        token.unwrap_or_else(|| panic!("no {label} in {:?}", self.said)).to_owned()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The servers that it runs, by their process numbers.
    #[cfg(target_os = "linux")]
    pub fn servers(&self) -> Vec<u32> {
        children(self.pid())
    }

    /// Waits until it runs this many servers.
    #[cfg(target_os = "linux")]
    pub async fn runs(&self, count: usize) -> bool {
        let deadline = std::time::Instant::now() + PATIENCE;
        while self.servers().len() != count {
            if std::time::Instant::now() > deadline {
                return false;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        true
    }
}

/// The children of all threads of a process, without those that have ended.
#[cfg(target_os = "linux")]
fn children(pid: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(Path::new("/proc").join(pid.to_string()).join("task"));
    let lists = threads.expect("it runs").flatten();
    let lists =
        lists.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    let all: String = lists.collect();
    let numbers = all.split_whitespace().filter_map(|number| number.parse().ok());
    numbers.filter(|number| is_alive(*number)).collect()
}

#[cfg(target_os = "linux")]
pub fn is_alive(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

/// Ends a process that one of these tests has started.
#[cfg(unix)]
pub fn signal(pid: u32, signal: rustix::process::Signal) {
    let pid = rustix::process::Pid::from_raw(pid.try_into().expect("a number")).expect("a number");
    // It may have ended by itself.
    let _ = rustix::process::kill_process(pid, signal);
}

impl Drop for Host {
    fn drop(&mut self) {
        // Politely, so that it takes its servers along.
        #[cfg(unix)]
        signal(self.pid(), rustix::process::Signal::TERM);
        #[cfg(not(unix))]
        {
            // It may have ended by itself.
            let _ = self.child.kill();
        }
        let deadline = std::time::Instant::now() + PATIENCE;
        while matches!(self.child.try_wait(), Ok(None)) {
            if std::time::Instant::now() > deadline {
                // It may end just now.
                let _ = self.child.kill();
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
}
