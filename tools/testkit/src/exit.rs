//! Programs that are expected to end by themselves.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::Child;
use std::process::{Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::PATIENCE;

/// Runs `binary` with `arguments` to its end, for the tests of bad arguments.
///
/// # Panics
/// When it cannot be started, or has not ended within [`PATIENCE`].
#[must_use]
pub fn run_to_exit(binary: impl AsRef<Path>, arguments: &[impl AsRef<OsStr>]) -> Output {
    let binary = binary.as_ref();
    let mut child = Command::new(binary)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {}: {error}", binary.display()));
    let stdout = child.stdout.take().map(read_in_background);
    let stderr = child.stderr.take().map(read_in_background);
    let ended = wait(&mut child, PATIENCE);
    if ended.is_none() {
        // It is about to be reported as still running; whether it dies now changes nothing.
        let _ = child.kill();
        let _ = child.wait();
    }
    let collect = |reader: Option<thread::JoinHandle<Vec<u8>>>| {
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    };
    let (stdout, stderr) = (collect(stdout), collect(stderr));
    let Some(status) = ended else {
        panic!(
            "{} did not end within {PATIENCE:?}\nstdout: {}\nstderr: {}",
            binary.display(),
            String::from_utf8_lossy(&stdout),
            String::from_utf8_lossy(&stderr),
        );
    };
    Output { status, stdout, stderr }
}

fn read_in_background(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is still worth showing.
        let _ = pipe.read_to_end(&mut bytes);
        bytes
    })
}

/// Waits for the end of `child`, which has no time-out in std: `None` if it is still running.
pub(crate) fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let deadline = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(5)),
            Ok(None) => return None,
            Err(error) => panic!("cannot wait for process {}: {error}", child.id()),
        }
    }
}
