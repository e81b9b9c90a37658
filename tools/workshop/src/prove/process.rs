//! Running what the book shows, with a limit of time.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may run.
pub const LIMIT: Duration = Duration::from_mins(1);

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(5);

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

    /// How it ended, in words.
    pub fn how(&self) -> String {
        self.status.map_or_else(|| "a signal".to_owned(), |status| format!("status {status}"))
    }
}

/// A process that does not outlive this, and on Unix those that it has started neither.
struct Killed {
    child: Child,
    /// Whether it was waited for, so that its number may belong to another.
    is_gone: bool,
}

impl Killed {
    /// Kills whoever is left, and waits for the first.
    fn end(&mut self) -> io::Result<ExitStatus> {
        family::kill(&mut self.child);
        self.is_gone = true;
        self.child.wait()
    }
}

impl Drop for Killed {
    fn drop(&mut self) {
        if !self.is_gone {
            // Nobody asks any more how it ended.
            let _ = self.end();
        }
    }
}

/// Runs a program to its end, which has to come within the limit.
pub fn run(command: &mut Command, limit: Duration) -> Result<Ended, String> {
    command.env_remove("RUST_BACKTRACE").env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = family::start(command);
    let child = child.map_err(|error| format!("cannot run {command:?}: {error}"))?;
    let mut started = Killed { child, is_gone: false };
    let printed = started.child.stdout.take().map(collect);
    let complained = started.child.stderr.take().map(collect);
    let deadline = Instant::now() + limit;
    let unwaited = |error: io::Error| format!("cannot wait for it: {error}");
    while !family::has_ended(&mut started.child).map_err(unwaited)? {
        if Instant::now() >= deadline {
            return Err(format!("it has not ended after {} s", limit.as_secs_f64()));
        }
        thread::sleep(LOOK);
    }
    // Whoever is left of its family would keep the pipes open.
    let status = started.end().map_err(unwaited)?;
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

/// A process and those that it starts, such as servers: a group, with its number.
#[cfg(unix)]
mod family {
    use std::io;
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

    pub fn start(command: &mut Command) -> io::Result<Child> {
        command.process_group(0).spawn()
    }

    /// Leaves the status for later, since until then no other process can have the number.
    pub fn has_ended(child: &mut Child) -> io::Result<bool> {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        Ok(waitid(WaitId::Pid(Pid::from_child(child)), options)?.is_some())
    }

    /// Kills whoever is left. Not to be called once the first has been waited for.
    pub fn kill(child: &mut Child) {
        // It fails when nobody is left.
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
}

#[cfg(not(unix))]
mod family {
    use std::io;
    use std::process::{Child, Command};

    pub fn start(command: &mut Command) -> io::Result<Child> {
        command.spawn()
    }

    pub fn has_ended(child: &mut Child) -> io::Result<bool> {
        Ok(child.try_wait()?.is_some())
    }

    pub fn kill(child: &mut Child) {
        // It fails when the process has ended already.
        let _ = child.kill();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, limit: Duration) -> Result<Ended, String> {
        run(Command::new("sh").args(["-c", script]), limit)
    }

    #[test]
    fn what_does_not_end_is_ended() {
        let started = Instant::now();
        let why = shell("sleep 61 & sleep 62", Duration::from_millis(50)).unwrap_err();
        assert!(why.contains("not ended") && started.elapsed() < LIMIT / 2, "{why}");
    }

    #[test]
    fn nothing_that_was_started_stays() {
        let started = Instant::now();
        let ended = shell("sleep 63 & echo $!", LIMIT).unwrap();
        assert!(started.elapsed() < LIMIT / 2, "it waited for what it had started");
        // A zombie that nobody has waited for yet is dead too.
        let status = format!("/proc/{}/stat", ended.printed.trim());
        let is_dead = || std::fs::read_to_string(&status).map_or(true, |stat| stat.contains(") Z"));
        while !is_dead() {
            assert!(started.elapsed() < LIMIT / 2, "it is still there");
            thread::sleep(LOOK);
        }
    }

    #[test]
    fn output_and_status_are_kept() {
        let ended = shell("echo out; echo err >&2; exit 3", LIMIT).unwrap();
        assert_eq!((ended.status, ended.all().as_str()), (Some(3), "out\nerr\n"));
        assert_eq!(shell("kill -9 $$", LIMIT).unwrap().how(), "a signal");
    }
}
