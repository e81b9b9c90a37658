//! One client of a session, and its connection to the server.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time;

use super::decoder::Decoder;
use super::process::Ending;
use super::session::Happened;

/// How long the server may take to accept, or to take a line.
const PATIENCE: Duration = Duration::from_secs(3);

/// How much may be unread while a scenario is played.
const UNREAD: usize = 1024 * 1024;

/// A client of a session.
#[derive(Debug)]
pub struct Seat {
    pub name: String,
    line: Option<Line>,
    /// How often it was connected: what an earlier connection still has to say is not heard.
    pub times: u64,
    decoder: Decoder,
    /// What a scenario has not waited for yet.
    unread: Vec<u8>,
}

#[derive(Debug)]
struct Line {
    writer: OwnedWriteHalf,
    _reader: Ending,
}

impl Seat {
    pub fn new(name: String) -> Self {
        Self { name, line: None, times: 0, decoder: Decoder::default(), unread: Vec::new() }
    }

    pub fn is_open(&self) -> bool {
        self.line.is_some()
    }

    /// Connects, as client number `client`.
    pub async fn open(
        &mut self,
        addr: SocketAddr,
        client: usize,
        happened: &mpsc::Sender<Happened>,
    ) -> Result<(), String> {
        let stream = time::timeout(PATIENCE, TcpStream::connect(addr)).await;
        let stream = stream.map_err(|_| "the server does not accept".to_owned())?;
        let stream = stream.map_err(|error| format!("no connection: {error}"))?;
        // Without it, a short line may wait for the answer to the one before.
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let (reader, writer) = stream.into_split();
        self.times += 1;
        let task = tokio::spawn(read(reader, client, self.times, happened.clone()));
        self.line = Some(Line { writer, _reader: Ending(task.abort_handle()) });
        (self.decoder, self.unread) = (Decoder::default(), Vec::new());
        Ok(())
    }

    pub async fn send(&mut self, bytes: &[u8]) -> Result<(), String> {
        let Some(line) = &mut self.line else {
            return Err(format!("{} is not connected", self.name));
        };
        match time::timeout(PATIENCE, line.writer.write_all(bytes)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(format!("the line was not sent: {error}")),
            Err(_) => Err("the server takes nothing now".to_owned()),
        }
    }

    /// Shuts the sending side.
    pub async fn end(&mut self) {
        if let Some(line) = &mut self.line {
            // Fails if the server has closed already; its end is on the way then.
            let _ = line.writer.shutdown().await;
        }
    }

    pub fn close(&mut self) {
        self.line = None;
    }

    /// The text of what came; `keep` has a scenario look at it later.
    pub fn take_in(&mut self, bytes: &[u8], keep: bool) -> String {
        if keep && self.unread.len() < UNREAD {
            self.unread.extend_from_slice(bytes);
        }
        self.decoder.decode(bytes)
    }

    /// The next line that no step has waited for.
    pub fn next_line(&mut self) -> Option<Vec<u8>> {
        let end = self.unread.iter().position(|byte| *byte == b'\n')?;
        let mut line: Vec<u8> = self.unread.drain(..=end).collect();
        line.pop();
        Some(line)
    }
}

/// Passes on what comes until the connection ends.
async fn read(
    mut reader: OwnedReadHalf,
    client: usize,
    times: u64,
    happened: mpsc::Sender<Happened>,
) {
    let mut piece = vec![0; 4096];
    loop {
        let count = reader.read(&mut piece).await.unwrap_or(0);
        let what = match count {
            0 => Happened::Closed { client, times },
            _ => Happened::Data { client, times, bytes: piece[..count].to_vec() },
        };
        if happened.send(what).await.is_err() || count == 0 {
            return;
        }
    }
}
