//! The servers that can be loaded: known ones are started here, others only spoken to.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::affinity;
use crate::cli::Common;
use crate::error::LoadError;
use crate::protocol::Protocol;

/// Servers that are started by name: the name, the program beside this one, what it speaks.
const OURS: [(&str, &str, Protocol); 6] = [
    ("stage5", "stage5-threaded", Protocol::Chat),
    ("stage6", "stage6-async", Protocol::Chat),
    ("tuned", "tuned", Protocol::Chat),
    ("broker", "broker", Protocol::Broker),
    ("runtime-chat", "runtime-chat", Protocol::Broker),
    ("floor", "load", Protocol::Plain),
];

/// How long a server may take until it listens.
const START: Duration = Duration::from_secs(10);

/// A server that listens. One that was started here ends when this is dropped.
pub struct Target {
    pub name: String,
    pub addr: SocketAddr,
    pub protocol: Protocol,
    pub pid: Option<u32>,
    child: Option<Child>,
    /// Where nats-server leaves a note of its port.
    notes: Option<PathBuf>,
}

impl Target {
    /// Starts a known server for that many clients and rooms, or takes an address as it is.
    pub fn open(
        server: &str,
        clients: usize,
        rooms: usize,
        common: &Common,
    ) -> Result<Self, LoadError> {
        if let Ok(addr) = server.parse() {
            let protocol = common.protocol.ok_or(LoadError::NoProtocol)?;
            let (name, pid) = (server.to_owned(), common.pid);
            return Ok(Self { name, addr, protocol, pid, child: None, notes: None });
        }
        if server == "nats" {
            return nats(common);
        }
        let known = OURS.iter().find(|(name, ..)| *name == server);
        let Some(&(_, program, protocol)) = known else {
            let names: Vec<&str> = OURS.iter().map(|(name, ..)| *name).collect();
            let names = format!("{}, nats", names.join(", "));
            return Err(LoadError::UnknownServer(server.to_owned(), names));
        };
        let path = beside_this(program)?;
        let mut command = Command::new(&path);
        if server == "floor" {
            command.arg("floor");
        }
        command.arg("127.0.0.1:0");
        if server.starts_with("stage") {
            command.arg(format!("max_users={}", clients + 8));
            command.arg(format!("max_rooms={}", rooms + 1));
        }
        let mut target = Self::start(server, command, protocol, common, "")?;
        target.addr = target.announced()?;
        Ok(target)
    }

    fn start(
        name: &str,
        mut command: Command,
        protocol: Protocol,
        common: &Common,
        hint: &'static str,
    ) -> Result<Self, LoadError> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = affinity::spawn(&mut command, &common.server_cores(), &common.load_cores())
            .map_err(|error| LoadError::CannotStart(name.to_owned(), error.to_string(), hint))?;
        Ok(Self {
            name: name.to_owned(),
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            protocol,
            pid: Some(child.id()),
            child: Some(child),
            notes: None,
        })
    }

    /// The address in the first line of its output, `listening on ADDR:PORT`.
    fn announced(&mut self) -> Result<SocketAddr, LoadError> {
        let stdout = self.child.as_mut().and_then(|child| child.stdout.take());
        let (sender, line) = mpsc::channel();
        thread::spawn(move || {
            let mut first = String::new();
            if let Some(stdout) = stdout {
                // An error leaves the line empty, which is noticed below.
                let _ = BufReader::new(stdout).read_line(&mut first);
            }
            // Nobody listens any more only if the wait was given up.
            let _ = sender.send(first);
        });
        let first = line.recv_timeout(START).unwrap_or_default();
        let addr = first.trim_end().strip_prefix("listening on ").and_then(|a| a.parse().ok());
        addr.ok_or_else(|| LoadError::NotReady(self.name.clone(), START.as_secs()))
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // Fails only if it has ended, which is what is wanted.
            let _ = child.kill();
            let _ = child.wait();
        }
        if let Some(notes) = &self.notes {
            // A folder that stays in the system's own place for such things harms nobody.
            let _ = fs::remove_dir_all(notes);
        }
    }
}

/// A program in the folder of this one.
fn beside_this(program: &str) -> Result<PathBuf, LoadError> {
    let own = env::current_exe()?;
    if program == "load" {
        return Ok(own);
    }
    let folder = own.parent().unwrap_or(Path::new("."));
    // A test program lies one folder deeper.
    let folders = [Some(folder), folder.parent()];
    let paths = folders.into_iter().flatten().map(|folder| folder.join(program));
    let mut paths = paths.map(|path| path.with_extension(env::consts::EXE_EXTENSION));
    paths.find(|path| path.is_file()).ok_or_else(|| {
        let why = format!("there is no {program} in {}", folder.display());
        LoadError::CannotStart(program.to_owned(), why, ": build it first, also with --release")
    })
}

fn nats(common: &Common) -> Result<Target, LoadError> {
    let notes =
        env::temp_dir().join(format!("load-nats-{}-{}", std::process::id(), fastrand::u32(..)));
    fs::create_dir_all(&notes)?;
    let mut command = Command::new("nats-server");
    command.args(["-a", "127.0.0.1", "-p", "-1", "--ports_file_dir"]).arg(&notes);
    let hint = ": install nats-server, such as with apt-get install nats-server";
    let mut target = Target::start("nats", command, Protocol::Nats, common, hint)?;
    target.notes = Some(notes.clone());
    let deadline = Instant::now() + START;
    while Instant::now() < deadline {
        let note = fs::read_dir(&notes)?.flatten().next();
        let text = note.and_then(|note| fs::read_to_string(note.path()).ok()).unwrap_or_default();
        let addr = text.split("nats://").nth(1).and_then(|rest| rest.split('"').next());
        if let Some(addr) = addr.and_then(|addr| addr.parse().ok()) {
            target.addr = addr;
            return Ok(target);
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err(LoadError::NotReady("nats".to_owned(), START.as_secs()))
}
