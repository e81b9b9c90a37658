//! One talks, the others do not read.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use super::member::{GULP, enter, enter_to_be_silent, messages};

/// What fills the connections of those who do not read: long lines, 400 KB of them, where 300 KB
/// would do. It is less than half of what may wait, so nobody is slowed down. Several are sent at
/// a time: this part is not what is counted.
const LONG: usize = 1000;
const FILLING: usize = 50;
const AT_ONCE: usize = 8;

/// What is said then. It has to be over before the server gives up on those who do not read, on
/// a busy machine and under callgrind as well.
const SHORT: usize = 100;
const LINES: usize = 200;

/// A room in which one talks, a line at a time, while the connections of the others are full: each
/// of the talker's lines is read alone, and waits behind others in every other queue. Nothing here
/// allocates while the talker talks.
pub struct Stall {
    talker: TcpStream,
    silent: Vec<TcpStream>,
    echo: Vec<u8>,
    /// How many messages have been said.
    said: usize,
    /// In how many goes.
    sent: usize,
}

impl Stall {
    /// How many messages [`Stall::talk`] is.
    pub const MESSAGES: usize = LINES;

    /// Lets everybody in, and says so much that the connections of those who do not read are full.
    pub fn join(addr: SocketAddr, silent: usize) -> Self {
        let silent = (0..silent).map(|n| enter_to_be_silent(addr, &format!("silent{n}"))).collect();
        // Comes last, so it sees nothing but its own lines.
        let talker = enter(addr, "talker");
        let mut stall = Self {
            talker,
            silent,
            echo: vec![0; AT_ONCE * (LONG + "<talker> \n".len())],
            said: 0,
            sent: 0,
        };
        stall.say(FILLING, AT_ONCE, LONG);
        stall
    }

    /// How often something was sent, to fill the connections included.
    pub fn sent(&self) -> usize {
        self.sent
    }

    /// Says something, a line at a time.
    pub fn talk(&mut self) {
        self.say(LINES, 1, SHORT);
    }

    fn say(&mut self, times: usize, lines: usize, length: usize) {
        let mut said = [b'x'; AT_ONCE * (LONG + 1)];
        let said = &mut said[..lines * (length + 1)];
        said.chunks_mut(length + 1).for_each(|line| line[length] = b'\n');
        let echo = &mut self.echo[..lines * ("<talker> \n".len() + length)];
        for _ in 0..times {
            self.talker.write_all(said).expect("the server is there");
            self.talker.read_exact(echo).expect("the lines themselves");
            assert!(echo.starts_with(b"<talker> x"), "the talker saw something else");
        }
        self.said += times * lines;
        self.sent += times;
    }

    /// The others read at last, one after the other, and have to see everything.
    pub fn drain(&mut self) {
        let mut chunk = vec![0; GULP];
        for silent in &mut self.silent {
            let mut seen = 0;
            while seen < self.said {
                let count = silent.read(&mut chunk).expect("more to read");
                assert!(count > 0, "disconnected after {seen} messages");
                seen += messages(&chunk[..count]);
            }
        }
    }
}
