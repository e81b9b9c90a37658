//! Nobody has to read what the server prints.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::said;
use crate::{Client, PROMPT};

/// Enough for the filter that logs every thousandth message.
const LINES: usize = 1100;

/// Both outputs are pipes that nobody reads any more, as under a service manager that went away
/// or after `| head -1`.
///
/// # Panics
/// When the server does not serve on.
pub fn broken_pipes(binary: impl AsRef<Path>) {
    serves_on(Unheard::start(binary.as_ref(), Stdio::piped(), &[]));
}

/// Every write to stderr fails, as on a full disk.
///
/// # Panics
/// When the server does not serve on.
#[cfg(target_os = "linux")]
pub fn full_disk(binary: impl AsRef<Path>) {
    let full = File::options().write(true).open("/dev/full").expect("a device that is full");
    serves_on(Unheard::start(binary.as_ref(), full.into(), &[]));
}

/// From stage 5: clients for whom there is no place are logged where others are accepted.
///
/// # Panics
/// When the server does not serve on.
pub fn refusals(binary: impl AsRef<Path>) {
    let server = Unheard::start(binary.as_ref(), Stdio::piped(), &["max_users=1"]);
    let mut alice = Client::join(server.addr, "alice");
    for _ in 0..3 {
        let mut refused = Client::connect(server.addr);
        refused.expect_prefix("! server is full");
        refused.expect_closed();
    }
    alice.send("hi");
    alice.expect("<alice> hi");
}

fn serves_on(mut server: Unheard) {
    for _ in 0..5 {
        // Every stage logs why this connection ended.
        let mut client = Client::connect(server.addr);
        client.send("1\n2\n3");
        for _ in 0..3 {
            client.expect(PROMPT);
            client.expect_prefix("! invalid name");
        }
        client.expect("! too many attempts");
        client.expect_closed();
    }
    let mut client = Client::connect(server.addr);
    client.send_bytes(format!("alice\n{}", said::lines(LINES)).as_bytes());
    client.end_input();
    said::expect_all(&mut client, "alice", LINES);
    let ended = server.child.try_wait().expect("a child that can be waited for");
    assert!(ended.is_none(), "the server has ended: {ended:?}");
}

/// A server whose outputs are closed after its first line; killed when it is dropped.
struct Unheard {
    child: Child,
    addr: SocketAddr,
}

impl Unheard {
    fn start(binary: &Path, stderr: Stdio, settings: &[&str]) -> Self {
        let child = Command::new(binary)
            .arg("127.0.0.1:0")
            .args(settings)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", binary.display()));
        let mut server = Self { child, addr: ([0, 0, 0, 0], 0).into() };
        let stdout = server.child.stdout.take().expect("a pipe");
        let mut first = String::new();
        BufReader::new(stdout).read_line(&mut first).expect("a first line");
        let addr = first.trim_end().strip_prefix("listening on ");
        server.addr = addr.and_then(|addr| addr.parse().ok()).expect("an address");
        drop(server.child.stderr.take());
        server
    }
}

impl Drop for Unheard {
    fn drop(&mut self) {
        // Fails only if it has ended, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
