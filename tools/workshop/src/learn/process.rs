//! A process that ends together with everything that it has started.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A process of our own kind in a process group of its own, whose lines are read as they
/// come. Dropping it ends the whole group.
pub struct Group {
    child: Child,
    /// As long as this is open, the process knows that somebody waits for it.
    _stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    complaints: Option<JoinHandle<String>>,
}

/// What came next.
pub enum Next {
    Line(String),
    End,
    /// Nothing, within the limit.
    Silence,
}

impl Group {
    pub fn start(command: &mut Command) -> Result<Self, String> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut child =
            command.spawn().map_err(|error| format!("cannot run {command:?}: {error}"))?;
        let (sender, lines) = mpsc::channel();
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || {
                let lines = BufReader::new(stdout).lines().map_while(Result::ok);
                // Nobody may listen any more.
                let _ = lines.map(|line| sender.send(line)).take_while(Result::is_ok).count();
            });
        }
        let complaints = child.stderr.take().map(|mut pipe| {
            thread::spawn(move || {
                let mut bytes = Vec::new();
                // What was read before an error is still worth showing.
                let _ = pipe.read_to_end(&mut bytes);
                String::from_utf8_lossy(&bytes).into_owned()
            })
        });
        Ok(Self { _stdin: child.stdin.take(), child, lines, complaints })
    }

    /// The next line of its output.
    pub fn next(&self, limit: Duration) -> Next {
        match self.lines.recv_timeout(limit) {
            Ok(line) => Next::Line(line),
            Err(RecvTimeoutError::Disconnected) => Next::End,
            Err(RecvTimeoutError::Timeout) => Next::Silence,
        }
    }

    /// Ends it, and returns what it wrote to standard error.
    pub fn end(mut self) -> String {
        self.kill();
        let complaints = self.complaints.take().map(JoinHandle::join);
        complaints.and_then(Result::ok).unwrap_or_default()
    }

    /// Its status, after the end of its output, and what it wrote to standard error.
    pub fn wait(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().ok().and_then(|status| status.code());
        (status, self.end())
    }

    fn kill(&mut self) {
        // Its number is its own until it is waited for, even if it has ended by itself.
        end_group(&self.child);
        // It fails when the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

#[cfg(unix)]
fn end_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    // It fails when nobody is left.
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
}

#[cfg(not(unix))]
fn end_group(child: &Child) {
    end_tree(child.id());
}

/// Ends this process, and all that it has started.
#[cfg(unix)]
pub fn end_own_group() {
    // It cannot fail: this process is one of them.
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::KILL);
}

#[cfg(not(unix))]
pub fn end_own_group() {
    end_tree(std::process::id());
}

/// Ends a process and those that it has started.
#[cfg(not(unix))]
pub fn end_tree(process: u32) {
    let mut command = Command::new("taskkill");
    command.args(["/T", "/F", "/PID", &process.to_string()]);
    // It fails when the process has ended already.
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
}
