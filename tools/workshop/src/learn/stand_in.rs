//! A program in any language, in the place of a server of the course.
//!
//! Checks start `PROGRAM 127.0.0.1:0 key=value …` and wait for the line that says where it
//! listens. Here this program stands for a command in which `{addr}` is the address: it picks
//! a free port, becomes the command (on Unix, so that signals and measurements reach it), and
//! leaves somebody behind who says `listening on …` as soon as the port is open.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{self, Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::worker;

/// What stands for the address.
pub const ADDR: &str = "{addr}";

/// The command's words, in JSON.
const WORDS: &str = "WORKSHOP_STAND_IN";

/// Where a command will listen, for whoever says so in its place.
#[cfg(unix)]
const ANNOUNCER: &str = "WORKSHOP_ANNOUNCER";

/// The number of a command that ends with whoever started it.
#[cfg(not(unix))]
const REAPER: &str = "WORKSHOP_REAPER";

/// What a server says when it is ready.
const READY: &str = "listening on ";

/// How long a command may take to say where it listens before its port is tried.
const GRACE: Duration = Duration::from_millis(300);

/// How often its port is tried.
const LOOK: Duration = Duration::from_millis(20);

/// Makes a worker start this command wherever it would start a server.
pub fn stand_for(worker: &mut Command, words: &[String]) -> Result<(), String> {
    let words = serde_json::to_string(words).map_err(|error| error.to_string())?;
    worker.env(WORDS, words);
    Ok(())
}

/// Does what a server's stand-in does, if this process is one.
pub fn run() -> Option<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    #[cfg(unix)]
    if let Some(addr) = env::var(ANNOUNCER).ok().and_then(|addr| addr.parse().ok()) {
        announce(io::stdin(), addr);
        return Some(ExitCode::SUCCESS);
    }
    #[cfg(not(unix))]
    if let Some(number) = env::var(REAPER).ok().and_then(|number| number.parse().ok()) {
        // Nothing comes; an error is an end as well.
        let _ = io::stdin().read_to_end(&mut Vec::new());
        super::process::end_tree(number);
        return Some(ExitCode::SUCCESS);
    }
    let words = env::var(WORDS).ok()?;
    if arguments.next().is_some_and(|first| first == worker::COMMAND) {
        return None;
    }
    let why = serde_json::from_str(&words).map_err(io::Error::other).and_then(become_command);
    match why {
        Ok(status) => Some(status),
        Err(error) => {
            eprintln!("cannot run it: {error}");
            Some(ExitCode::from(127))
        }
    }
}

fn become_command(words: Vec<String>) -> io::Result<ExitCode> {
    let mut arguments: Vec<std::ffi::OsString> = env::args_os().skip(1).collect();
    let is_setting = |text: &std::ffi::OsString| text.to_string_lossy().contains('=');
    // Settings may come without an address.
    let asked = (!arguments.first().is_none_or(is_setting)).then(|| arguments.remove(0));
    let asked = asked.unwrap_or_else(|| "127.0.0.1:0".into());
    let free = asked.to_str().and_then(|asked| asked.parse().ok()).map_or(Ok(None), free)?;
    let addr = free.map_or(asked, |free| free.to_string().into());
    let mut words = words.into_iter().map(|word| filled(&word, &addr));
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).args(arguments).env_remove(WORDS);
    replace(command, free)
}

/// The word with the address in it, which may be anything.
fn filled(word: &str, addr: &std::ffi::OsStr) -> std::ffi::OsString {
    let mut filled = std::ffi::OsString::new();
    for (index, part) in word.split(ADDR).enumerate() {
        if index > 0 {
            filled.push(addr);
        }
        filled.push(part);
    }
    filled
}

/// The same address with a free port, if any port will do.
fn free(addr: SocketAddr) -> io::Result<Option<SocketAddr>> {
    if addr.port() != 0 {
        return Ok(None);
    }
    TcpListener::bind(addr)?.local_addr().map(Some)
}

/// Goes on as the command; returns only if it cannot.
#[cfg(unix)]
fn replace(mut command: Command, ready: Option<SocketAddr>) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    if let Some(addr) = ready {
        let (reader, writer) = io::pipe()?;
        let mut announcer = Command::new(env::current_exe()?);
        announcer.env(ANNOUNCER, addr.to_string()).stdin(reader);
        announcer.stderr(Stdio::null()).spawn()?;
        command.stdout(writer);
    }
    Err(command.exec())
}

/// Runs the command, and ends with it.
#[cfg(not(unix))]
fn replace(mut command: Command, ready: Option<SocketAddr>) -> io::Result<ExitCode> {
    if ready.is_some() {
        command.stdout(Stdio::piped());
    }
    let mut child = command.spawn()?;
    let number = child.id();
    // Whoever ends this process cannot end the command: this one's own worker, whose input ends
    // with this process, does.
    let mut reaper = Command::new(env::current_exe()?);
    reaper.env(REAPER, number.to_string()).stdin(Stdio::piped());
    let _input = reaper.stdout(Stdio::null()).spawn()?.stdin;
    if let Some((addr, stdout)) = ready.zip(child.stdout.take()) {
        thread::spawn(move || announce(stdout, addr));
    }
    let status = child.wait()?.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(status.unwrap_or(1)))
}

/// Passes on what a command prints, behind the line that says where it listens; if it does not
/// say so itself, that line comes when its port is open. Returns when the command is silent.
fn announce(printed: impl Read, addr: SocketAddr) {
    let outlet = Arc::new(Mutex::new(Outlet { announced: false, held: Vec::new() }));
    let other = Arc::clone(&outlet);
    thread::spawn(move || {
        thread::sleep(GRACE);
        while !lock(&other).announced {
            if TcpStream::connect_timeout(&addr, GRACE).is_ok() {
                lock(&other).announce(&format!("{READY}{addr}\n"));
            }
            thread::sleep(LOOK);
        }
    });
    let mut printed = BufReader::new(printed);
    let mut line = Vec::new();
    while printed.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
        lock(&outlet).pass(&line);
        line.clear();
    }
    lock(&outlet).finish();
}

fn lock(outlet: &Mutex<Outlet>) -> std::sync::MutexGuard<'_, Outlet> {
    outlet.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What has been passed on of a command's output.
struct Outlet {
    announced: bool,
    /// What was printed before.
    held: Vec<u8>,
}

impl Outlet {
    fn announce(&mut self, line: &str) {
        if !self.announced {
            self.announced = true;
            print(line.as_bytes());
            print(&std::mem::take(&mut self.held));
        }
    }

    fn pass(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let addr = text.trim_end().strip_prefix(READY);
        let is_ready = addr.is_some_and(|addr| addr.parse::<SocketAddr>().is_ok());
        if self.announced {
            print(line);
        } else if is_ready {
            self.announce(&text);
        } else {
            self.held.extend_from_slice(line);
        }
    }

    /// A command that never was ready is shown as it was.
    fn finish(&mut self) {
        print(&std::mem::take(&mut self.held));
    }
}

/// Ends when nobody reads any more: then the command's own output breaks, as it should.
fn print(bytes: &[u8]) {
    let mut stdout = io::stdout();
    if stdout.write_all(bytes).and_then(|()| stdout.flush()).is_err() {
        process::exit(1);
    }
}
