//! Running what the book shows, with a limit of time.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// How a program ended, and what it printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// `None` if a signal ended it.
    pub status: Option<i32>,
    /// Standard output.
    pub printed: String,
    /// Standard error.
    pub complained: String,
}

impl Ended {
    /// Everything that was printed, errors last.
    pub fn all(&self) -> String {
        format!("{}{}", self.printed, self.complained)
    }
}

/// A process that does not outlive this.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // It fails when the process has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a program to its end, which has to come within the limit.
pub fn run(command: &mut Command, limit: Duration) -> Result<Ended, String> {
    command.env_remove("RUST_BACKTRACE").env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().map_err(|error| format!("cannot run {command:?}: {error}"))?;
    let mut child = Killed(child);
    let printed = child.0.stdout.take().map(collect);
    let complained = child.0.stderr.take().map(collect);
    let deadline = Instant::now() + limit;
    let status = loop {
        match child.0.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < deadline => thread::sleep(LOOK),
            Ok(None) => return Err(format!("it has not ended after {} s", limit.as_secs())),
            Err(error) => return Err(format!("cannot wait for it: {error}")),
        }
    };
    let text = |reader: Option<thread::JoinHandle<String>>| {
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    };
    Ok(Ended { status: status.code(), printed: text(printed), complained: text(complained) })
}

fn collect(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is still worth showing.
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_end_is_ended() {
        let started = Instant::now();
        let why = run(Command::new("sleep").arg("60"), Duration::from_millis(50)).unwrap_err();
        assert!(why.contains("not ended") && started.elapsed() < Duration::from_secs(30), "{why}");
    }

    #[test]
    fn output_and_status_are_kept() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let ended = run(&mut command, Duration::from_secs(10)).unwrap();
        assert_eq!((ended.status, ended.all().as_str()), (Some(3), "out\nerr\n"));
    }
}
