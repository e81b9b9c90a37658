//! One server of a stage, on a free port of this machine, killed when it is dropped.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use testkit::Signal;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time;

use super::decoder::Decoder;
use super::session::Happened;

/// What every server prints first, before its address.
const READY: &str = "listening on ";

/// The longest first line.
const FIRST: u64 = 200;

/// How long it may take to print that.
const START: Duration = Duration::from_secs(10);

/// A task that ends with its owner.
#[derive(Debug)]
pub struct Ending(pub AbortHandle);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A running server. What it logs, and its end, go to whoever started it.
#[derive(Debug)]
pub struct Process {
    pub addr: SocketAddr,
    signals: mpsc::Sender<Signal>,
    /// Owns the child, which is killed with it.
    _keeper: Ending,
}

impl Process {
    /// Runs a server of the catalogue with the settings of a scenario.
    pub async fn start(
        binary: &Path,
        settings: &[String],
        happened: mpsc::Sender<Happened>,
    ) -> Result<Self, String> {
        let mut child = Command::new(binary)
            .arg("127.0.0.1:0")
            .args(settings)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("cannot start the server: {error}"))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (stdout, stderr) = stdout.zip(stderr).ok_or("the server has no output")?;
        let mut stdout = BufReader::new(stdout);
        let addr = time::timeout(START, address(&mut stdout));
        let addr = addr.await.map_err(|_| "the server does not start")??;
        tokio::spawn(read(stdout, happened.clone()));
        tokio::spawn(read(stderr, happened.clone()));
        let (signals, asked) = mpsc::channel(1);
        let keeper = tokio::spawn(keep(child, asked, happened)).abort_handle();
        Ok(Self { addr, signals, _keeper: Ending(keeper) })
    }

    /// Sends a signal, unless it has ended.
    pub async fn signal(&self, signal: Signal) {
        // Nobody listens when it has ended.
        let _ = self.signals.send(signal).await;
    }
}

/// Reads where it listens.
async fn address(stdout: &mut (impl AsyncBufReadExt + Unpin)) -> Result<SocketAddr, String> {
    let mut line = Vec::new();
    let read = stdout.take(FIRST).read_until(b'\n', &mut line).await;
    read.map_err(|error| format!("cannot read from the server: {error}"))?;
    let line = String::from_utf8_lossy(&line);
    let addr = line.trim_end().strip_prefix(READY).and_then(|addr| addr.parse().ok());
    addr.ok_or_else(|| format!("the server does not say where it listens, but {line:?}"))
}

/// Passes its log on until it ends.
async fn read(mut log: impl AsyncRead + Unpin, happened: mpsc::Sender<Happened>) {
    let (mut piece, mut decoder) = (vec![0; 4096], Decoder::default());
    while let Ok(count) = log.read(&mut piece).await {
        let text = decoder.decode(&piece[..count]);
        if count == 0 || happened.send(Happened::Log(text)).await.is_err() {
            return;
        }
    }
}

/// Waits for its end, and passes signals on until then.
async fn keep(mut child: Child, mut asked: mpsc::Receiver<Signal>, to: mpsc::Sender<Happened>) {
    let status = loop {
        tokio::select! {
            status = child.wait() => break status,
            Some(signal) = asked.recv() => send(&child, signal),
        }
    };
    let how = status.map_or_else(|error| error.to_string(), described);
    // Nobody listens when the session is over.
    let _ = to.send(Happened::Ended(how)).await;
}

fn described(status: ExitStatus) -> String {
    status.to_string()
}

#[cfg(unix)]
fn send(child: &Child, signal: Signal) {
    use rustix::process::{Pid, Signal as Number, kill_process};

    let number = match signal {
        Signal::Terminate => Number::TERM,
        Signal::Interrupt => Number::INT,
    };
    // It has a number until its end was waited for.
    let pid = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
    if let Some(pid) = pid {
        // Fails only if it has ended, which is what is wanted.
        let _ = kill_process(pid, number);
    }
}

#[cfg(not(unix))]
fn send(_child: &Child, _signal: Signal) {}
