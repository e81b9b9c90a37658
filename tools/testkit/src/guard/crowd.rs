//! Everybody says everything at once.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use super::member::{GULP, enter, messages};
use crate::PATIENCE;

/// How many are in the room.
const MEMBERS: usize = 20;

/// How many messages each of them sends, in one write: about as much as the server reads at
/// once, and less than the kernel keeps, so the server finds all of it whenever it looks.
const LINES: usize = 200;

/// Members of one room. Nothing here allocates once they are in it.
pub struct Crowd {
    members: Vec<TcpStream>,
    said: String,
    /// How many messages each member has seen.
    seen: [usize; MEMBERS],
    chunk: Vec<u8>,
}

impl Crowd {
    pub const MESSAGES: usize = MEMBERS * LINES;
    pub const DELIVERIES: usize = MEMBERS * Self::MESSAGES;

    pub fn join(addr: SocketAddr) -> Self {
        let members: Vec<_> = (0..MEMBERS).map(|n| enter(addr, &format!("member{n}"))).collect();
        for member in &members {
            member.set_nonblocking(true).expect("a socket that does not block");
        }
        Self {
            members,
            said: "some words to make it a usual length\n".repeat(LINES),
            seen: [0; MEMBERS],
            chunk: vec![0; GULP],
        }
    }

    /// Everybody says everything, and sees what everybody said.
    pub fn burst(&mut self) {
        for mut member in &self.members {
            let sent = member.write(self.said.as_bytes()).expect("the server is there");
            assert_eq!(sent, self.said.len(), "the kernel did not take it at once");
        }
        let mut moved = Instant::now();
        while self.seen.iter().any(|&seen| seen < Self::MESSAGES) {
            if self.read() {
                moved = Instant::now();
            } else {
                assert!(moved.elapsed() < PATIENCE, "nothing comes any more: {:?}", self.seen);
                thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// Whether anybody saw anything.
    fn read(&mut self) -> bool {
        let mut moved = false;
        for (mut member, seen) in self.members.iter().zip(&mut self.seen) {
            match member.read(&mut self.chunk) {
                Ok(0) => panic!("a member was disconnected after {seen} messages"),
                Ok(count) => {
                    *seen += messages(&self.chunk[..count]);
                    moved = true;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => panic!("a member cannot read: {error}"),
            }
        }
        moved
    }
}
