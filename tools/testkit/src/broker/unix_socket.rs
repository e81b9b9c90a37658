//! The second door: a Unix socket.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use super::guest::enter;
use crate::{PATIENCE, Server, run_to_exit};

/// Who comes in by the socket hears and is heard by who comes in by the port. Only the owner of the
/// socket may come, and nothing is left of it in the end.
///
/// # Panics
/// When it is not so.
pub fn both_doors_lead_to_one_chat(binary: impl AsRef<Path>) {
    let folder = Folder::new();
    let path = folder.0.join("chat");
    let server = start(binary.as_ref(), &path);
    let mode = fs::metadata(&path).expect("a socket").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let (mut alice, name) = enter(server.addr());
    let mut bob = Guest::connect(&path);
    assert_eq!(bob.line(), "* Welcome, user-2!");
    alice.expect("* user-2 joined");
    bob.send("hello\n");
    alice.expect("<user-2> hello");
    alice.send("hi");
    assert_eq!(bob.line(), format!("<{name}> hi"));
    server.terminate();
    assert_eq!(bob.line(), "* server is shutting down");
    assert_eq!(bob.line(), "", "the end of input");
    drop((alice, bob));
    assert_eq!(server.wait(PATIENCE).code(), Some(0));
    let left: Vec<_> = fs::read_dir(&folder.0).expect("a folder").collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

/// The socket of a server that was killed gives way.
///
/// # Panics
/// When it does not.
pub fn a_stale_socket_is_replaced(binary: impl AsRef<Path>) {
    let folder = Folder::new();
    let path = folder.0.join("chat");
    start(binary.as_ref(), &path).kill();
    let refused = UnixStream::connect(&path).expect_err("nobody listens");
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    let server = start(binary.as_ref(), &path);
    assert_eq!(Guest::connect(&path).line(), "* Welcome, user-1!");
    drop(server);
}

/// A server that listens keeps its socket: the other one says so, and does not start.
///
/// # Panics
/// When it does not.
pub fn a_live_socket_is_left_alone(binary: impl AsRef<Path>) {
    let folder = Folder::new();
    let path = folder.0.join("chat");
    let server = start(binary.as_ref(), &path);
    refused(binary.as_ref(), &path);
    let mut guest = Guest::connect(&path);
    // The other one may have knocked to see whether anybody is there.
    assert!(guest.line().starts_with("* Welcome, user-"), "the first server still has it");
    drop(server);
}

/// A server that starts while another does, which has its folder locked, waits with its socket.
///
/// # Panics
/// When it does not wait, or not only as long.
pub fn a_server_that_starts_keeps_others_waiting(binary: impl AsRef<Path>) {
    let folder = Folder::new();
    let path = folder.0.join("chat");
    let other = File::open(&folder.0).expect("a folder");
    other.lock().expect("a lock");
    let binary = binary.as_ref();
    thread::scope(|scope| {
        let starting = scope.spawn(|| start(binary, &path));
        thread::sleep(PATIENCE / 20);
        assert!(!path.exists() && !starting.is_finished(), "it did not wait");
        drop(other);
        let server = starting.join().expect("it does not start");
        assert_eq!(Guest::connect(&path).line(), "* Welcome, user-1!");
        drop(server);
    });
}

/// What is no socket is not removed.
///
/// # Panics
/// When it is.
pub fn a_file_is_left_alone(binary: impl AsRef<Path>) {
    let folder = Folder::new();
    let path = folder.0.join("chat");
    fs::write(&path, "important").expect("a file");
    refused(binary.as_ref(), &path);
    assert_eq!(fs::read_to_string(&path).expect("a file"), "important");
    refused(binary.as_ref(), &folder.0.join("no such folder/chat"));
}

/// A server whose socket was replaced behind its back leaves the new one alone when it ends.
///
/// # Panics
/// When it does not.
pub fn another_servers_socket_is_not_removed(binary: impl AsRef<Path>) {
    let folder = Folder::new();
    let path = folder.0.join("chat");
    let server = start(binary.as_ref(), &path);
    fs::remove_file(&path).expect("a socket");
    let other = UnixListener::bind(&path).expect("a socket");
    server.terminate();
    assert_eq!(server.wait(PATIENCE).code(), Some(0));
    assert!(UnixStream::connect(&path).is_ok(), "the other's socket is gone");
    drop(other);
}

fn start(binary: &Path, path: &Path) -> Server {
    let mut command = Command::new(binary);
    command.arg("127.0.0.1:0").arg("--unix").arg(path);
    Server::start_with(command)
}

/// The server does not start, and names the path.
fn refused(binary: &Path, path: &Path) {
    let path = path.to_str().expect("UTF-8");
    let output = run_to_exit(binary, &["127.0.0.1:0", "--unix", path]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with(&format!("error: cannot listen on {path}: ")), "{stderr}");
    assert_eq!((stderr.lines().count(), output.status.code()), (1, Some(1)), "{stderr}");
    assert!(output.stdout.is_empty());
}

/// A folder for sockets, whose paths have to be short; removed with all that is in it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("testkit-{}-{number}", process::id()));
        fs::create_dir(&folder).expect("a new folder");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays in the system's own place for such things harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A client that comes in by the socket.
struct Guest(BufReader<UnixStream>);

impl Guest {
    fn connect(path: &Path) -> Self {
        let stream = UnixStream::connect(path).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        Self(BufReader::new(stream))
    }

    /// The next line; empty at the end of input.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }

    fn send(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).expect("a connection that takes it");
    }
}
