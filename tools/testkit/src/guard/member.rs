//! A connection that has logged in, without a client around it that allocates.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use socket2::{Domain, Socket, Type};

use crate::{DEFAULT_MOTD, PATIENCE};

/// The most that a member reads at once.
pub const GULP: usize = 1 << 16;

/// The receive buffer and the segments of a member who does not read: so small that the kernel
/// takes some 40 KB for it and then no more.
const BUFFER: usize = 2048;
const SEGMENT: u32 = 536;

/// Logs in, and reads all up to the end of the welcome.
pub fn enter(addr: SocketAddr, name: &str) -> TcpStream {
    log_in(
        Socket::new(Domain::for_address(addr), Type::STREAM, None).expect("a socket"),
        addr,
        name,
    )
}

/// The same for somebody who is not going to read.
pub fn enter_to_be_silent(addr: SocketAddr, name: &str) -> TcpStream {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None).expect("a socket");
    // Both are negotiated while connecting, so they have to be set before.
    socket.set_recv_buffer_size(BUFFER).expect("a small buffer");
    socket.set_tcp_mss(SEGMENT).expect("small segments");
    log_in(socket, addr, name)
}

fn log_in(socket: Socket, addr: SocketAddr, name: &str) -> TcpStream {
    socket.connect_timeout(&addr.into(), PATIENCE).expect("a connection");
    let mut socket: TcpStream = socket.into();
    socket.set_nodelay(true).expect("TCP_NODELAY");
    socket.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    socket.write_all(format!("{name}\n").as_bytes()).expect("the name");
    let end = format!("{DEFAULT_MOTD}\n");
    let mut greeting = Vec::new();
    while !greeting.ends_with(end.as_bytes()) {
        let mut byte = [0];
        socket.read_exact(&mut byte).expect("the welcome");
        greeting.extend_from_slice(&byte);
    }
    socket
}

/// How many messages begin in these bytes: only they have a `<`, before the sender's name.
pub fn messages(bytes: &[u8]) -> usize {
    bytes.split(|&byte| byte == b'<').count() - 1
}
