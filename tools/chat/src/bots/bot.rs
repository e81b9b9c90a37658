//! One bot: a connection, and a thread that reads what comes.

use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::address::Address;
use crate::error::ClientError;
use crate::line::{Line, Notice};
use crate::lines::Lines;

/// How long the server may take to answer a login, or to take a line.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many names a bot tries. Servers end a connection after three that they refuse.
const NAMES: usize = 3;

/// A user that is a program.
#[derive(Debug)]
pub struct Bot {
    stream: TcpStream,
    reader: JoinHandle<()>,
    seen: Arc<Seen>,
}

/// What the reading thread tells.
#[derive(Debug, Default)]
struct Seen {
    lines: AtomicUsize,
    /// The server has closed. Nothing else is read because of it, so no ordering is needed.
    ended: AtomicBool,
}

impl Bot {
    /// Connects, and logs in by a name that `names` gives and the server takes.
    pub fn log_in(address: &Address, names: impl FnMut() -> String) -> Result<Self, ClientError> {
        let stream = address.connect()?;
        let broken = ClientError::Broken;
        stream.set_write_timeout(Some(PATIENCE)).map_err(broken)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(broken)?;
        let mut lines = Lines::new(stream.try_clone().map_err(broken)?);
        introduce(&stream, &mut lines, names)?;
        stream.set_read_timeout(None).map_err(broken)?;
        let seen = Arc::new(Seen::default());
        let counting = Arc::clone(&seen);
        let reader = thread::Builder::new().name("bot".to_owned());
        let reader = reader.spawn(move || read(lines, &counting)).map_err(ClientError::Thread)?;
        Ok(Self { stream, reader, seen })
    }

    /// False if the bot is out of the chat.
    pub fn say(&mut self, line: &str) -> bool {
        !self.seen.ended.load(Ordering::Relaxed) && send(&self.stream, line)
    }

    /// How many lines it has read since it logged in.
    pub fn read(&self) -> usize {
        self.seen.lines.load(Ordering::Relaxed)
    }

    /// Says that it leaves.
    pub fn quit(&mut self) {
        self.say("/quit");
        // Fails only if the server has closed, and then nothing is left to end.
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Waits for the server's goodbye, but not for ever; how many lines were read.
    pub fn wait(self, deadline: Instant) -> usize {
        while !self.reader.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(5));
        }
        self.read()
    }
}

fn send(mut stream: &TcpStream, line: &str) -> bool {
    stream.write_all(format!("{line}\n").as_bytes()).is_ok()
}

/// Answers the prompt until the server says welcome.
fn introduce(
    stream: &TcpStream,
    lines: &mut Lines,
    mut names: impl FnMut() -> String,
) -> Result<(), ClientError> {
    let mut refusal = "the server closed the connection".to_owned();
    let mut left = NAMES;
    loop {
        let line = lines.next_line().map_err(|_| {
            let hint = "stages 1 to 4 serve one client at a time";
            ClientError::NoBots(format!("the server did not answer; {hint}"))
        })?;
        match line.as_deref().map(Line::parse) {
            None => return Err(ClientError::NoBots(refusal)),
            Some(Line::Notice(Notice::Welcome { .. })) => return Ok(()),
            Some(Line::Notice(Notice::Prompt)) if left > 0 => {
                left -= 1;
                send(stream, &names());
            }
            Some(Line::Error(error)) => error.clone_into(&mut refusal),
            Some(_) => {}
        }
    }
}

/// Reads everything, so that the server never has to wait for a bot.
fn read(mut lines: Lines, seen: &Seen) {
    while let Ok(Some(_)) = lines.next_line() {
        seen.lines.fetch_add(1, Ordering::Relaxed);
    }
    seen.ended.store(true, Ordering::Relaxed);
}
