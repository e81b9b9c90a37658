//! The floor: the least that a server has to do to tell everybody everything.
//!
//! No names, no rooms, one thread. What clients say goes behind one log in the order in which it
//! was read, whole lines only; each client has a cursor in that log. Saying something costs the
//! others nothing; a client's own write sends everything between its cursor and the end.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

/// How far a client may be behind before it is cut off, in bytes.
const LIMIT: usize = 64 * 1024 * 1024;

const LISTENER: Token = Token(usize::MAX);

struct Listener {
    socket: TcpListener,
    next: usize,
}

struct Hearer {
    socket: TcpStream,
    /// Counted from the start of all that was ever said.
    cursor: usize,
    /// The start of a line.
    torn: Vec<u8>,
}

/// Everything that somebody has still to hear.
#[derive(Default)]
struct Log {
    bytes: Vec<u8>,
    /// How much was said before these bytes.
    start: usize,
}

/// Serves until the process ends. Calls `on_ready` when clients may connect.
pub fn serve(addr: SocketAddr, on_ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(4096);
    let mut listener = Listener { socket: TcpListener::bind(addr)?, next: 0 };
    poll.registry().register(&mut listener.socket, LISTENER, Interest::READABLE)?;
    let mut hearers: HashMap<Token, Hearer> = HashMap::new();
    let mut log = Log::default();
    let mut buffer = vec![0; 256 * 1024];
    on_ready(listener.socket.local_addr()?);
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            other => other?,
        }
        for event in &events {
            if event.token() == LISTENER {
                listener.accept(&poll, &mut hearers, log.end());
            } else if let Some(hearer) = hearers.get_mut(&event.token())
                && event.is_readable()
                && !hearer.read(&mut buffer, &mut log)
            {
                hearers.remove(&event.token());
            }
        }
        hearers.retain(|_, hearer| hearer.write(&log));
        log.forget(hearers.values().map(|hearer| hearer.cursor).min());
    }
}

impl Listener {
    fn accept(&mut self, poll: &Poll, hearers: &mut HashMap<Token, Hearer>, cursor: usize) {
        while let Ok((mut socket, _)) = self.socket.accept() {
            let token = Token(self.next);
            self.next += 1;
            let interest = Interest::READABLE | Interest::WRITABLE;
            let ready = socket.set_nodelay(true);
            if ready.and_then(|()| poll.registry().register(&mut socket, token, interest)).is_ok() {
                hearers.insert(token, Hearer { socket, cursor, torn: Vec::new() });
            }
        }
    }
}

impl Hearer {
    /// Puts what it says behind the log. False if it is gone.
    fn read(&mut self, buffer: &mut [u8], log: &mut Log) -> bool {
        loop {
            match self.socket.read(buffer) {
                Ok(0) => return false,
                Ok(count) => {
                    let bytes = &buffer[..count];
                    let lines = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
                    if lines > 0 {
                        log.bytes.append(&mut self.torn);
                        log.bytes.extend_from_slice(&bytes[..lines]);
                    }
                    self.torn.extend_from_slice(&bytes[lines..]);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return true,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
    }

    /// Sends what it has not heard yet, in one piece. False if it is gone or too far behind.
    fn write(&mut self, log: &Log) -> bool {
        if log.end() - self.cursor > LIMIT {
            return false;
        }
        while self.cursor < log.end() {
            match self.socket.write(&log.bytes[self.cursor - log.start..]) {
                Ok(count) => self.cursor += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return true,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        true
    }
}

impl Log {
    fn end(&self) -> usize {
        self.start + self.bytes.len()
    }

    /// Drops what everybody has heard, once that is most of it: moving the rest costs time.
    fn forget(&mut self, slowest: Option<usize>) {
        let heard = slowest.unwrap_or(self.end()) - self.start;
        if heard > self.bytes.len() / 2 {
            self.bytes.drain(..heard);
            self.start += heard;
        }
    }
}
