//! What the server takes, while it is in chaos and when all have gone.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// The gauge of a server's tasks.
const TASKS: &str = "chat_tasks ";

/// The number of tasks, from a server that answers Prometheus.
pub fn tasks(metrics: SocketAddr) -> Option<u64> {
    let mut socket = TcpStream::connect(metrics).ok()?;
    socket.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    write!(socket, "GET /metrics HTTP/1.1\r\nHost: load\r\nConnection: close\r\n\r\n").ok()?;
    let mut page = String::new();
    socket.read_to_string(&mut page).ok()?;
    page.lines().find_map(|line| line.strip_prefix(TASKS)?.parse().ok())
}
