//! A server binary as a child process.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::pipe::Pipe;
use crate::{PATIENCE, exit};

/// What every server prints first, before its address.
const READY: &str = "listening on ";

/// A running server. It is killed when this is dropped, so a failing test leaves nothing behind.
///
/// The address comes from the child's own stdout, so whoever connects to it talks to this
/// child and to no other server on the machine.
pub struct Server {
    child: Mutex<Child>,
    addr: SocketAddr,
    stdout: Pipe,
    stderr: Pipe,
}

impl Server {
    /// Runs `binary` on a free port of this machine, with `settings` such as `max_rooms=2`.
    ///
    /// # Panics
    /// When it does not say `listening on ADDR:PORT` within [`PATIENCE`]; the message holds its
    /// stderr.
    #[must_use]
    pub fn start(binary: impl AsRef<Path>, settings: &[&str]) -> Self {
        let mut command = Command::new(binary.as_ref());
        command.arg("127.0.0.1:0").args(settings);
        Self::start_with(command)
    }

    /// Runs a command that becomes a server, such as `sh -c 'ulimit -n 64; exec …'`; the shell
    /// has to `exec` it, else the process that is measured and killed is the shell.
    ///
    /// # Panics
    /// As [`Server::start`] does.
    #[must_use]
    pub fn start_with(command: Command) -> Self {
        Self::try_start_with(command).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Like [`Server::start_with`]; the error says why there is no server, stderr included.
    pub fn try_start_with(mut command: Command) -> Result<Self, String> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {command:?}: {error}"))?;
        let mut child = KillOnDrop(Some(child));
        let (stdout, stderr) = match child.0.as_mut() {
            Some(running) => (running.stdout.take(), running.stderr.take()),
            None => (None, None),
        };
        let (first_line, ready) = mpsc::channel();
        let stdout = Pipe::collect(stdout.ok_or("no stdout")?, Some(first_line));
        let stderr = Pipe::collect(stderr.ok_or("no stderr")?, None);
        let first = ready.recv_timeout(PATIENCE).unwrap_or_default();
        let addr = first.trim_end().strip_prefix(READY).and_then(|addr| addr.parse().ok());
        match (addr, child.0.take()) {
            (Some(addr), Some(running)) => {
                Ok(Self { child: Mutex::new(running), addr, stdout, stderr })
            }
            (_, running) => {
                drop(KillOnDrop(running));
                stderr.wait_for_end(PATIENCE);
                Err(format!(
                    "{command:?} did not say \"{READY}ADDR:PORT\" but {first:?}\nits stderr:\n{}",
                    stderr.text()
                ))
            }
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The number of its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child().id()
    }

    /// What it has written to stderr so far.
    #[must_use]
    pub fn log(&self) -> String {
        self.stderr.text()
    }

    /// All that it has ever written to stderr; ends it first, as [`Server::kill`] does.
    #[must_use]
    pub fn final_log(&self) -> String {
        self.kill();
        self.stderr.wait_for_end(PATIENCE);
        self.log()
    }

    /// What it has written to stdout after its first line.
    #[must_use]
    pub fn output(&self) -> String {
        self.stdout.text()
    }

    /// Waits until stderr contains `text`; false if it does not within `limit`.
    #[must_use]
    pub fn logs(&self, text: &str, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        while !self.log().contains(text) {
            if Instant::now() >= deadline {
                return false;
            }
            thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// Its exit status if it has ended.
    ///
    /// # Panics
    /// When the operating system cannot tell.
    #[must_use]
    pub fn try_wait(&self) -> Option<ExitStatus> {
        self.wait_at_most(Duration::ZERO)
    }

    pub(crate) fn wait_at_most(&self, limit: Duration) -> Option<ExitStatus> {
        exit::wait(&mut self.child(), limit)
    }

    /// Its exit status, waiting for its end; its outputs have been read to their ends then.
    ///
    /// # Panics
    /// When it has not ended within `limit`.
    #[must_use]
    pub fn wait(&self, limit: Duration) -> ExitStatus {
        let Some(status) = self.wait_at_most(limit) else {
            panic!("the server still runs after {limit:?}; its stderr:\n{}", self.log())
        };
        self.stdout.wait_for_end(PATIENCE);
        self.stderr.wait_for_end(PATIENCE);
        status
    }

    /// Ends it at once, without a chance to say goodbye.
    pub fn kill(&self) {
        let mut child = self.child();
        // Fails only if it has ended, which is what is wanted.
        let _ = child.kill();
        let _ = child.wait();
    }

    pub(crate) fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Covers the time between spawning a child and its first line.
struct KillOnDrop(Option<Child>);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // Fails only if it has ended, which is what is wanted.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
