//! One connection of the generator.

use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;

use mio::net::TcpStream;
use mio::{Interest, Registry, Token};

/// A client: what it has still to send, and the line whose end has not come yet.
pub struct Client {
    pub(crate) socket: TcpStream,
    out: Vec<u8>,
    sent: usize,
    /// The start of a line.
    torn: Vec<u8>,
    /// The connection has not ended.
    pub open: bool,
    /// It takes what comes; a slow reader does not.
    pub reads: bool,
    pub phase: Phase,
    /// Why the connection has ended, if it was not simply closed.
    pub failure: Option<io::Error>,
}

/// How far a client's way in has led.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Outside,
    /// The server has asked for its name.
    Asked,
    /// It is in the room where it has to be.
    Inside,
}

impl Client {
    /// Starts to connect.
    pub fn connect(addr: SocketAddr, token: usize, registry: &Registry) -> io::Result<Self> {
        let mut socket = TcpStream::connect(addr)?;
        // A line that waits for an acknowledgement of the one before would look like latency of
        // the server.
        socket.set_nodelay(true)?;
        registry.register(&mut socket, Token(token), Interest::READABLE | Interest::WRITABLE)?;
        Ok(Self {
            socket,
            out: Vec::new(),
            sent: 0,
            torn: Vec::new(),
            open: true,
            reads: true,
            phase: Phase::Outside,
            failure: None,
        })
    }

    pub fn is_inside(&self) -> bool {
        self.phase == Phase::Inside
    }

    /// Whether the server's side has taken the connection.
    pub fn is_connected(&self) -> bool {
        self.socket.peer_addr().is_ok()
    }

    fn fail(&mut self, error: io::Error) {
        self.open = false;
        self.failure = Some(error);
    }

    /// Puts bytes behind what is still to be sent.
    pub fn queue(&mut self, bytes: &[u8]) {
        if self.sent == self.out.len() {
            self.out.clear();
            self.sent = 0;
        }
        self.out.extend_from_slice(bytes);
    }

    /// Whether everything queued has been sent.
    pub fn is_sent(&self) -> bool {
        self.sent == self.out.len()
    }

    /// Sends as much as the socket takes.
    pub fn flush(&mut self) {
        while self.open && !self.is_sent() {
            match self.socket.write(&self.out[self.sent..]) {
                Ok(count) => self.sent += count,
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::NotConnected => return,
                    ErrorKind::Interrupted => {}
                    _ => self.fail(error),
                },
            }
        }
    }

    /// Reads what has come, until there is no more, and hands out each complete line.
    pub fn read(&mut self, buffer: &mut [u8], mut each: impl FnMut(&[u8])) {
        while self.open && self.reads {
            match self.socket.read(buffer) {
                Ok(0) => self.open = false,
                Ok(count) => self.split(&buffer[..count], &mut each),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::NotConnected => return,
                    ErrorKind::Interrupted => {}
                    _ => self.fail(error),
                },
            }
        }
    }

    fn split(&mut self, mut bytes: &[u8], each: &mut impl FnMut(&[u8])) {
        if !self.torn.is_empty() {
            let Some(end) = memchr::memchr(b'\n', bytes) else {
                self.torn.extend_from_slice(bytes);
                return;
            };
            self.torn.extend_from_slice(&bytes[..end]);
            each(&self.torn);
            self.torn.clear();
            bytes = &bytes[end + 1..];
        }
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            each(&bytes[..end]);
            bytes = &bytes[end + 1..];
        }
        self.torn.extend_from_slice(bytes);
    }
}
