//! One direction of a connection through the bad network.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;
use socket2::SockRef;

use super::proxy::{Link, Order, Shared};

/// How long a server's end stays open when the client's is gone.
const HALF_OPEN: Duration = Duration::from_secs(30);

/// The most that is sent byte by byte.
const SINGLE: usize = 64;

/// Takes what one end says to the other.
pub struct Pump<'a> {
    pub link: &'a Link,
    /// From the client to the server.
    pub is_up: bool,
    pub shared: &'a Shared,
    pub random: Rng,
}

impl Pump<'_> {
    fn ends(&self) -> (&TcpStream, &TcpStream) {
        let Link { client, server, .. } = self.link;
        if self.is_up { (client, server) } else { (server, client) }
    }

    /// Until this direction has ended. An error ends both.
    pub fn run(&mut self) -> io::Result<()> {
        let mut buffer = vec![0; 8192];
        while let Some(count) = self.wait(&mut buffer)? {
            if count == 0 {
                return self.ends().1.shutdown(Shutdown::Write);
            }
            if self.is_up && self.link.has(Order::Cut) {
                return self.cut(&buffer[..count]);
            }
            if self.is_up && self.link.has(Order::HalfOpen) {
                return self.half_open();
            }
            self.forward(&mut buffer, count)?;
        }
        Ok(())
    }

    /// How much has come; `None` if the connection is over.
    fn wait(&self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        while !self.link.is_over.load(Relaxed) && !self.shared.closing.load(Relaxed) {
            match self.ends().0.read(buffer) {
                Err(error) if is_nothing(&error) => {}
                other => return other.map(Some),
            }
        }
        Ok(None)
    }

    /// Does to what has come what a bad network might.
    fn forward(&mut self, buffer: &mut [u8], count: usize) -> io::Result<()> {
        let (fate, pause) = (self.random.u16(0..1000), self.random.u64(1..30));
        let counts = &self.shared.counts;
        let (from, mut to) = self.ends();
        let (mut start, mut end) = (0, count);
        match fate {
            0..200 => {
                tick(&counts.single);
                while start < end.min(SINGLE) {
                    to.write_all(&buffer[start..=start])?;
                    start += 1;
                }
            }
            200..300 => {
                tick(&counts.split);
                start = end / 2;
                to.write_all(&buffer[..start])?;
                thread::sleep(Duration::from_millis(pause));
            }
            300..400 => {
                tick(&counts.merged);
                thread::sleep(Duration::from_millis(pause));
                end += read_more(from, &mut buffer[count..])?;
            }
            400..500 => {
                tick(&counts.delayed);
                thread::sleep(Duration::from_millis(pause));
            }
            500 => {
                tick(&counts.stalled);
                thread::sleep(Duration::from_millis(50 * pause));
            }
            _ => {}
        }
        to.write_all(&buffer[start..end])
    }

    /// Lets the first half through, and resets both ends.
    fn cut(&self, bytes: &[u8]) -> io::Result<()> {
        tick(&self.shared.counts.cut);
        let Link { client, server, .. } = self.link;
        let mut sending = server;
        sending.write_all(&bytes[..bytes.len() / 2])?;
        SockRef::from(client).set_linger(Some(Duration::ZERO))?;
        SockRef::from(server).set_linger(Some(Duration::ZERO))?;
        self.link.is_over.store(true, Relaxed);
        Ok(())
    }

    /// The client is gone; the server finds nobody who reads, and no end.
    fn half_open(&self) -> io::Result<()> {
        tick(&self.shared.counts.half_open);
        self.link.is_over.store(true, Relaxed);
        let shut = self.link.client.shutdown(Shutdown::Both);
        let start = Instant::now();
        while start.elapsed() < HALF_OPEN && !self.shared.closing.load(Relaxed) {
            thread::sleep(Duration::from_millis(100));
        }
        shut
    }
}

/// What has come meanwhile. If that is the end, the next read sees it again.
fn read_more(mut from: &TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
    match from.read(buffer) {
        Err(error) if is_nothing(&error) => Ok(0),
        other => other,
    }
}

fn tick(count: &AtomicU64) {
    count.fetch_add(1, Relaxed);
}

/// Nothing has come for a while.
fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}
