//! Everybody talks at once: nothing is lost, and nobody who reads is cut off.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use socket2::SockRef;

use crate::Server;

const CLIENTS: usize = 100;
const MESSAGES: usize = 1000;

/// What everybody says, behind a number.
const WORDS: &str = "some words to make it a usual length";

/// How long nothing at all may come before the burst counts as stuck.
const STUCK: Duration = Duration::from_secs(30);

/// 100 clients say 1000 messages each, and each of them gets all of them, each sender's in order.
///
/// # Panics
/// When a line is lost, repeated or torn, or a client is disconnected.
pub fn nothing_is_lost(binary: impl AsRef<Path>) {
    burst(binary.as_ref(), &[], 1, |_| 1 << 16);
}

/// The same while a quarter of the clients read a little at a time, so that much waits for them.
///
/// # Panics
/// When a line is lost, repeated or torn, or a client is disconnected.
pub fn slow_readers_get_everything(binary: impl AsRef<Path>) {
    let gulp = |client| if client % 4 == 0 { 1 << 12 } else { 1 << 16 };
    burst(binary.as_ref(), &[], 1, gulp);
}

/// The same with queues that hold a fraction of what the whole crowd says at once. It is not
/// enough that each sender looks now and then whether the others keep up.
///
/// # Panics
/// When a line is lost, repeated or torn, or a client is disconnected.
pub fn a_crowd_outruns_small_queues(binary: impl AsRef<Path>) {
    burst(binary.as_ref(), &["sendq=16384"], 1, |_| 1 << 16);
}

/// The same around one that reads nothing: it is cut off, the others get everything.
///
/// # Panics
/// When a line is lost, repeated or torn, or one of the others is disconnected.
pub fn a_stuck_reader_takes_nobody_along(binary: impl AsRef<Path>) {
    let gulp = |client| if client == 0 { 0 } else { 1 << 16 };
    burst(binary.as_ref(), &[], 6, gulp);
}

/// What a client has still to say, and what it has to see next.
struct Talker {
    name: String,
    socket: TcpStream,
    unsent: Vec<u8>,
    sent: usize,
    /// The start of a line whose end has not come yet.
    torn: Vec<u8>,
    /// For each sender, the number of the message that has to come next.
    next: Vec<usize>,
    seen: usize,
    /// The most that it reads at a time; one that reads nothing says nothing either.
    gulp: usize,
}

fn burst(binary: &Path, settings: &[&str], length: usize, gulp: impl Fn(usize) -> usize) {
    let server = Server::start(binary, settings);
    let words = WORDS.repeat(length);
    let new = |n| Talker::new(&server, n, &words, gulp(n));
    let mut talkers: Vec<Talker> = (0..CLIENTS).map(new).collect();
    let mut moved = Instant::now();
    let stuck = talkers.iter().filter(|talker| talker.gulp == 0).count();
    let messages = (CLIENTS - stuck) * MESSAGES;
    while talkers.iter().any(|talker| talker.gulp > 0 && talker.seen < messages) {
        // Every talker gets its turn: no short cut when one of them has moved.
        let all = talkers.iter_mut().map(|talker| talker.write() | talker.read(&words, &server));
        if all.fold(false, |any, one| any | one) {
            moved = Instant::now();
        }
        assert!(moved.elapsed() < STUCK, "nothing comes any more; log:\n{}", server.log());
    }
}

impl Talker {
    /// Logs in. All have done so before the first of them talks.
    fn new(server: &Server, number: usize, words: &str, gulp: usize) -> Self {
        let name = format!("c{number:02}");
        let socket = TcpStream::connect(server.addr()).expect("a connection");
        socket.set_nodelay(true).expect("TCP_NODELAY");
        if gulp == 0 {
            // The kernel would keep megabytes for it.
            SockRef::from(&socket).set_recv_buffer_size(4096).expect("a small buffer");
        }
        (&socket).write_all(format!("{name}\n").as_bytes()).expect("the name");
        let mut greeting = Vec::new();
        while !greeting.ends_with(b"Type /help for commands.\n") {
            let mut byte = [0];
            (&socket).read_exact(&mut byte).expect("the welcome");
            greeting.extend_from_slice(&byte);
        }
        socket.set_nonblocking(true).expect("a socket that does not block");
        let messages = if gulp > 0 { MESSAGES } else { 0 };
        let said = (0..messages).map(|n| format!("{n:04} {words}\n"));
        Self {
            name,
            socket,
            unsent: said.collect::<String>().into_bytes(),
            sent: 0,
            torn: Vec::new(),
            next: vec![0; CLIENTS],
            seen: 0,
            gulp,
        }
    }

    /// Whether it could send something.
    fn write(&mut self) -> bool {
        match (&self.socket).write(&self.unsent[self.sent..]) {
            Ok(count) => {
                self.sent += count;
                count > 0
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => false,
            Err(error) => panic!("{} cannot send: {error}", self.name),
        }
    }

    /// Whether something came. Checks each line of it.
    fn read(&mut self, words: &str, server: &Server) -> bool {
        if self.gulp == 0 {
            return false;
        }
        let mut chunk = vec![0; self.gulp];
        match (&self.socket).read(&mut chunk) {
            Ok(0) => {
                let Self { name, seen, .. } = self;
                panic!("{name} was disconnected after {seen} messages; log:\n{}", server.log())
            }
            Ok(count) => self.torn.extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
            Err(error) => panic!("{} cannot read: {error}", self.name),
        }
        let Some(end) = self.torn.iter().rposition(|&byte| byte == b'\n') else { return true };
        let rest = self.torn.split_off(end + 1);
        let lines = std::mem::replace(&mut self.torn, rest);
        for line in lines[..end].split(|&byte| byte == b'\n') {
            self.check(line, words);
        }
        true
    }

    /// `<c07> 0123 some words …`: the next message of that sender. Notices of joins are passed
    /// over, but nobody who reads may leave.
    fn check(&mut self, line: &[u8], words: &str) {
        let text = std::str::from_utf8(line).expect("UTF-8");
        let Some(message) = text.strip_prefix("<c") else {
            let expected = !text.contains(" left ") || text.ends_with(" left #lobby (too slow)");
            assert!(text.starts_with("* ") && expected, "{} saw {text}", self.name);
            return;
        };
        let parsed = message.split_once("> ").and_then(|(sender, said)| {
            let (number, rest) = said.split_once(' ')?;
            assert_eq!(rest, words, "a torn line: {text}");
            Some((sender.parse::<usize>().ok()?, number.parse::<usize>().ok()?))
        });
        let (sender, number) = parsed.unwrap_or_else(|| panic!("{} saw {text}", self.name));
        assert_eq!(number, self.next[sender], "{} saw this from c{sender:02}", self.name);
        self.next[sender] += 1;
        self.seen += 1;
    }
}
