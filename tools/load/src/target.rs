//! The servers that can be loaded: known ones are started here, others only spoken to.

use std::env;
use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::child::{START, Server};
use crate::cli::Common;
use crate::error::LoadError;
use crate::protocol::Protocol;
use crate::shape::Shape;

/// Servers that are started by name.
struct Known {
    name: &'static str,
    /// The program beside this one.
    program: &'static str,
    protocol: Protocol,
    /// It takes `max_users=100` and, if it has rooms, `max_rooms=50`, as the contract says.
    settings: bool,
    /// It takes `metrics=ADDR`.
    metrics: bool,
}

const KNOWN: [Known; 6] = [
    Known {
        name: "stage5",
        program: "stage5-threaded",
        protocol: Protocol::Chat,
        settings: true,
        metrics: false,
    },
    Known {
        name: "stage6",
        program: "stage6-async",
        protocol: Protocol::Chat,
        settings: true,
        metrics: false,
    },
    Known {
        name: "tuned",
        program: "tuned",
        protocol: Protocol::Chat,
        settings: true,
        metrics: true,
    },
    Known {
        name: "broker",
        program: "broker",
        protocol: Protocol::Broker,
        settings: true,
        metrics: false,
    },
    Known {
        name: "runtime-chat",
        program: "runtime-chat",
        protocol: Protocol::Broker,
        settings: true,
        metrics: false,
    },
    Known {
        name: "floor",
        program: "load",
        protocol: Protocol::Plain,
        settings: false,
        metrics: false,
    },
];

/// Connections that a server has to take beyond the clients: those that it has not yet noticed to
/// be gone while others take their place.
const SPARE: usize = 8;

/// What a command has in the place where its port belongs.
const PORT: &str = "{port}";

/// The same for the port where it answers Prometheus.
const METRICS: &str = "{metrics}";

/// A server that listens. One that was started here ends when this is dropped.
pub struct Target {
    pub name: String,
    pub addr: SocketAddr,
    pub protocol: Protocol,
    pub pid: Option<u32>,
    /// Where the server says how it does, if it was asked to.
    pub metrics: Option<SocketAddr>,
    /// Kept because it ends the process when it is dropped.
    _server: Option<Server>,
}

impl Target {
    /// Starts a known server for that many clients and rooms, or takes an address as it is.
    pub fn open(server: &str, shape: &Shape, common: &Common) -> Result<Self, LoadError> {
        let is_chaos = shape.mode == "chaos";
        // There, some are gone long before the server can know.
        let places = if is_chaos { shape.clients * 2 } else { shape.clients };
        if common.cmd.as_deref() == Some(server) {
            return command(server, common);
        }
        if let Ok(addr) = server.parse() {
            let protocol = common.protocol.ok_or(LoadError::NoProtocol)?;
            let (name, pid) = (server.to_owned(), common.pid);
            return Ok(Self { name, addr, protocol, pid, metrics: None, _server: None });
        }
        if server == "nats" {
            return nats(common);
        }
        let Some(known) = KNOWN.iter().find(|known| known.name == server) else {
            let names = KNOWN.map(|known| known.name).join(", ");
            return Err(LoadError::UnknownServer(server.to_owned(), names));
        };
        let mut command = Command::new(beside_this(known.program)?);
        if known.name == "floor" {
            command.arg("floor");
        }
        command.arg("127.0.0.1:0");
        if known.settings {
            command.arg(format!("max_users={}", places + SPARE));
            if known.protocol.has_rooms() {
                command.arg(format!("max_rooms={}", shape.rooms + SPARE));
            }
        }
        let metrics = if is_chaos && known.metrics { Some(free_port()?) } else { None };
        command.args(metrics.map(|metrics| format!("metrics={metrics}")));
        let server = Server::start(known.name, command, common, "")?;
        let addr = server.announced()?;
        Ok(Self { metrics, ..Self::started(known.name, addr, known.protocol, server) })
    }

    fn started(name: &str, addr: SocketAddr, protocol: Protocol, server: Server) -> Self {
        let pid = Some(server.pid());
        Self { name: name.to_owned(), addr, protocol, pid, metrics: None, _server: Some(server) }
    }
}

/// A program in the folder of this one.
fn beside_this(program: &str) -> Result<PathBuf, LoadError> {
    let own = env::current_exe()?;
    if program == "load" {
        return Ok(own);
    }
    let folder = own.parent().unwrap_or(Path::new("."));
    let path = folder.join(program).with_extension(env::consts::EXE_EXTENSION);
    if path.is_file() {
        return Ok(path);
    }
    let why = format!("there is no {program} in {}", folder.display());
    let hint = ": build it first, with --release if this program is";
    Err(LoadError::CannotStart(program.to_owned(), why, hint))
}

/// Runs any command line, with a free port put where it says `{port}`.
fn command(line: &str, common: &Common) -> Result<Target, LoadError> {
    let protocol = common.protocol.ok_or(LoadError::NoProtocol)?;
    let addr = free_port()?;
    let line = line.replace(PORT, &addr.port().to_string());
    let metrics = if line.contains(METRICS) { Some(free_port()?) } else { None };
    let port = metrics.map_or(0, |metrics| metrics.port());
    let line = line.replace(METRICS, &port.to_string());
    let mut words = line.split_whitespace();
    let program = words.next().unwrap_or_default();
    let name = Path::new(program).file_name().unwrap_or_default().to_string_lossy();
    let mut command = Command::new(program);
    command.args(words);
    let mut server = Server::start(&name, command, common, "")?;
    wait_until(&mut server, || TcpStream::connect(addr).is_ok().then_some(addr))?;
    Ok(Target { metrics, ..Target::started(&name, addr, protocol, server) })
}

/// Another program may take the port in between. Then the server says so and ends.
fn free_port() -> std::io::Result<SocketAddr> {
    TcpListener::bind(("127.0.0.1", 0))?.local_addr()
}

fn nats(common: &Common) -> Result<Target, LoadError> {
    let folder = Folder::new()?;
    let mut command = Command::new("nats-server");
    command.args(["-a", "127.0.0.1", "-p", "-1", "--ports_file_dir"]).arg(&folder.0);
    let hint = ": install nats-server, for instance with apt-get install nats-server";
    let mut server = Server::start("nats", command, common, hint)?;
    let addr = wait_until(&mut server, || folder.port())?;
    Ok(Target::started("nats", addr, Protocol::Nats, server))
}

/// Looks again and again where the server is, while it runs.
fn wait_until(
    server: &mut Server,
    find: impl Fn() -> Option<SocketAddr>,
) -> Result<SocketAddr, LoadError> {
    let deadline = Instant::now() + START;
    while Instant::now() < deadline && server.runs() {
        if let Some(addr) = find() {
            return Ok(addr);
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err(server.not_ready())
}

/// A folder in which nats-server leaves a note of its port.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, LoadError> {
        let name = format!("load-nats-{}-{}", std::process::id(), fastrand::u32(..));
        let folder = Self(env::temp_dir().join(name));
        fs::create_dir_all(&folder.0)?;
        Ok(folder)
    }

    fn port(&self) -> Option<SocketAddr> {
        let note = fs::read_dir(&self.0).ok()?.flatten().next()?;
        let text = fs::read_to_string(note.path()).ok()?;
        text.split("nats://").nth(1)?.split('"').next()?.parse().ok()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays in the system's own place for such things harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}
