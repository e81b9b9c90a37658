//! The floor: the least that a server has to do to tell everybody everything.
//!
//! No names, no rooms, one thread. What clients say goes behind one log in the order in which it
//! was read, whole lines only; each client has a cursor in that log. Saying something costs the
//! others nothing; a client's own write sends everything between its cursor and the end.
//!
//! It is bounded: while the log is full nobody is read, so whoever talks waits for the slowest.
//! If that one takes nothing for a while, it is cut off.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

/// How many bytes may wait for the slowest client before nobody is read.
const FULL: usize = 16 * 1024 * 1024;

/// How long the slowest client may take nothing while the log is full.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest line, in bytes.
const LONGEST: usize = 64 * 1024;

const LISTENER: Token = Token(usize::MAX);

/// The floor, serving.
struct Floor {
    poll: Poll,
    listener: TcpListener,
    /// The token of the next client.
    next: usize,
    hearers: HashMap<Token, Hearer>,
    log: Log,
    buffer: Vec<u8>,
}

struct Hearer {
    socket: TcpStream,
    /// Counted from the start of all that was ever said.
    cursor: usize,
    /// When it has taken something, or had nothing to take.
    moved: Instant,
    /// There may be something to read: one readiness is told only once.
    unread: bool,
    /// The start of a line.
    torn: Vec<u8>,
}

/// Everything that somebody has still to hear.
#[derive(Default)]
struct Log {
    bytes: Vec<u8>,
    /// How much was said before these bytes.
    start: usize,
    /// The cursor that is furthest behind.
    slowest: usize,
}

/// Serves until the process ends. Calls `on_ready` when clients may connect.
pub fn serve(addr: SocketAddr, on_ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let poll = Poll::new()?;
    let mut listener = TcpListener::bind(addr)?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    on_ready(listener.local_addr()?);
    let (hearers, log, buffer) = (HashMap::new(), Log::default(), vec![0; 256 * 1024]);
    let mut floor = Floor { poll, listener, next: 0, hearers, log, buffer };
    let mut events = Events::with_capacity(4096);
    let mut timeout = None;
    loop {
        match floor.poll.poll(&mut events, timeout) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => other?,
        }
        timeout = floor.turn(&events);
    }
}

impl Floor {
    /// Reads from whoever has said something, and writes to everybody. Returns how long to wait
    /// for events after that.
    fn turn(&mut self, events: &Events) -> Option<Duration> {
        for event in events {
            if event.token() == LISTENER {
                self.accept();
            } else if let Some(hearer) = self.hearers.get_mut(&event.token()) {
                hearer.unread |= event.is_readable();
            }
        }
        let Self { hearers, log, buffer, .. } = self;
        if !log.is_full() {
            hearers.retain(|_, hearer| hearer.read(buffer, log));
        }
        let was_full = log.is_full();
        hearers.retain(|_, hearer| hearer.write(log, was_full));
        log.forget(hearers.values().map(|hearer| hearer.cursor).min().unwrap_or(log.end()));
        match (log.is_full(), hearers.values().any(|hearer| hearer.unread)) {
            // Somebody's socket becomes writable, or somebody's patience ends.
            (true, _) => Some(Duration::from_secs(1)),
            (false, true) => Some(Duration::ZERO),
            (false, false) => None,
        }
    }

    fn accept(&mut self) {
        while let Ok((mut socket, _)) = self.listener.accept() {
            let token = Token(self.next);
            self.next += 1;
            let interest = Interest::READABLE | Interest::WRITABLE;
            let registry = self.poll.registry();
            let ready = socket.set_nodelay(true);
            if ready.and_then(|()| registry.register(&mut socket, token, interest)).is_ok() {
                let (cursor, moved) = (self.log.end(), Instant::now());
                let hearer = Hearer { socket, cursor, moved, unread: false, torn: Vec::new() };
                self.hearers.insert(token, hearer);
            }
        }
    }
}

impl Hearer {
    /// Puts what it says behind the log. False if it is gone.
    fn read(&mut self, buffer: &mut [u8], log: &mut Log) -> bool {
        while self.unread && !log.is_full() {
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
                    if self.torn.len() > LONGEST {
                        return false;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.unread = false,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        true
    }

    /// Sends what it has not heard yet, in one piece. False if it is gone, or if everybody has
    /// waited for it long enough.
    fn write(&mut self, log: &Log, full: bool) -> bool {
        if self.cursor == log.end() {
            return true;
        }
        match self.socket.write(&log.bytes[self.cursor - log.start..]) {
            Ok(count) => {
                self.cursor += count;
                self.moved = Instant::now();
                true
            }
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::Interrupted => {
                    let holds_up = full && self.cursor == log.slowest;
                    !holds_up || self.moved.elapsed() < PATIENCE
                }
                _ => false,
            },
        }
    }
}

impl Log {
    fn end(&self) -> usize {
        self.start + self.bytes.len()
    }

    fn is_full(&self) -> bool {
        self.end() - self.slowest > FULL
    }

    /// Drops what everybody has heard, once that is most of it: moving the rest costs time.
    fn forget(&mut self, slowest: usize) {
        self.slowest = slowest;
        let heard = slowest - self.start;
        if heard > self.bytes.len() / 2 {
            self.bytes.drain(..heard);
            self.start += heard;
        }
    }
}
