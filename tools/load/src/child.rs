//! A server as a child process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::affinity;
use crate::cli::Common;
use crate::error::LoadError;

/// How long a server may take until it listens.
pub const START: Duration = Duration::from_secs(10);

/// A server that was started here. It ends when this is dropped.
pub struct Server {
    name: String,
    child: Child,
    /// Its first line.
    ready: Receiver<String>,
    /// What it complained of last.
    complaint: Arc<Mutex<String>>,
}

impl Server {
    /// Starts a command on the server's cores. `hint` says what to do if there is no such program.
    pub fn start(
        name: &str,
        mut command: Command,
        common: &Common,
        hint: &'static str,
    ) -> Result<Self, LoadError> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = affinity::spawn(&mut command, &common.server_cores(), &common.load_cores())
            .map_err(|error| LoadError::CannotStart(name.to_owned(), error.to_string(), hint))?;
        let complaint = Arc::default();
        if let Some(stderr) = child.stderr.take() {
            let complaint = Arc::clone(&complaint);
            thread::spawn(move || listen_to(stderr, &complaint));
        }
        let ready = first_line(child.stdout.take());
        Ok(Self { name: name.to_owned(), child, ready, complaint })
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The address in the first line of its output, `listening on ADDR:PORT`.
    pub fn announced(&self) -> Result<SocketAddr, LoadError> {
        let first = self.ready.recv_timeout(START).unwrap_or_default();
        let addr = first.trim_end().strip_prefix("listening on ").and_then(|a| a.parse().ok());
        addr.ok_or_else(|| self.not_ready())
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Why there is no server, with its own words if it said something.
    pub fn not_ready(&self) -> LoadError {
        // What it wrote just before its end may still be on its way through the pipe.
        thread::sleep(Duration::from_millis(50));
        let said = self.complaint.lock().unwrap_or_else(PoisonError::into_inner);
        let said = if said.is_empty() { String::new() } else { format!("; it said: {said}") };
        LoadError::NotReady(self.name.clone(), said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Fails only if it has ended, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Keeps the last line. Somebody has to read it all: a server must not wait for its own log.
fn listen_to(stderr: ChildStderr, complaint: &Mutex<String>) {
    let mut lines = BufReader::new(stderr);
    let mut line = Vec::new();
    while matches!(lines.read_until(b'\n', &mut line), Ok(1..)) {
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        if !text.is_empty() {
            *complaint.lock().unwrap_or_else(PoisonError::into_inner) = text;
        }
        line.clear();
    }
}

/// The first line, as soon as there is one; all others are thrown away.
fn first_line(stdout: Option<ChildStdout>) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let Some(stdout) = stdout else { return };
        let mut lines = BufReader::new(stdout);
        let mut first = String::new();
        // Without a line there is nothing to send, which the receiver notices.
        let _ = lines.read_line(&mut first);
        // Nobody waits for it only if the server announces itself in another way.
        let _ = sender.send(first);
        let mut rest = Vec::new();
        while matches!(lines.read_until(b'\n', &mut rest), Ok(1..)) {
            rest.clear();
        }
    });
    receiver
}
