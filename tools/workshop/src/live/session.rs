//! The seats of one server, and what happens there.

use std::future;
use std::net::SocketAddr;

use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{self, Duration, Instant};

use super::cue::Script;
use super::limits::{IDLE, WAITING};
use super::player::Player;
use super::process::Process;
use super::seat::Seat;
use super::wire::{Ask, Tell};

/// What comes from the server, or of it.
#[derive(Debug)]
pub enum Happened {
    Data { client: usize, times: u64, bytes: Vec<u8> },
    Closed { client: usize, times: u64 },
    Log(String),
    Ended(String),
}

/// Some clients of a server, for one who watches.
pub struct Session {
    addr: SocketAddr,
    /// The server, if it is this session's own.
    pub(super) process: Option<Process>,
    pub(super) seats: Vec<Seat>,
    pub(super) script: Script,
    pub(super) player: Option<Player>,
    /// How long *Play* lets a line be read.
    pub(super) pace: Duration,
    /// How long it may stand still.
    idle: Option<Duration>,
    sender: Sender<Happened>,
    happened: Receiver<Happened>,
    tell: Sender<Tell>,
}

/// Where a server says what happens to it, before there is a session.
pub type Wire = (Sender<Happened>, Receiver<Happened>);

pub fn wire() -> Wire {
    mpsc::channel(WAITING)
}

impl Session {
    /// A session with a server of its own.
    pub fn of_its_own(
        process: Process,
        script: Script,
        pace: Duration,
        (sender, happened): Wire,
        tell: Sender<Tell>,
    ) -> Self {
        let seats = script.clients.iter().cloned().map(Seat::new).collect();
        Self {
            addr: process.addr,
            process: Some(process),
            seats,
            script,
            player: None,
            pace,
            idle: Some(IDLE),
            sender,
            happened,
            tell,
        }
    }

    /// One more client of a server that others use too, who may listen for as long as he likes.
    pub fn guest(addr: SocketAddr, name: &str, tell: Sender<Tell>) -> Self {
        let (sender, happened) = wire();
        Self {
            addr,
            process: None,
            seats: vec![Seat::new(name.to_owned())],
            script: Script::default(),
            player: None,
            pace: Duration::ZERO,
            idle: None,
            sender,
            happened,
            tell,
        }
    }

    /// Goes on until nobody asks any more, or nothing has happened for long.
    pub async fn run(mut self, mut asks: Receiver<Ask>) {
        let mut last = Instant::now();
        loop {
            let due = self.player.as_ref().map(Player::due);
            tokio::select! {
                ask = asks.recv() => match ask {
                    Some(ask) => self.obey(ask).await,
                    None => return,
                },
                Some(happened) = self.happened.recv() => self.note(happened).await,
                () = at(due) => self.play().await,
                () = at(self.idle.map(|idle| last + idle)) => {
                    self.tell(Tell::note("Nothing happened for long, so the server was stopped."))
                        .await;
                    return;
                }
            }
            last = Instant::now();
        }
    }

    pub(super) async fn tell(&self, tell: Tell) {
        // Whoever has gone away asks nothing more either, which ends the session.
        let _ = self.tell.send(tell).await;
    }

    async fn obey(&mut self, ask: Ask) {
        // Whoever does something himself has taken over.
        if !matches!(ask, Ask::Play) {
            self.stop_playing(false).await;
        }
        match ask {
            Ask::Open { client } => self.open(client).await,
            Ask::Line { client, text } => {
                let mut line = text.replace(['\r', '\n'], " ");
                line.push('\n');
                self.send(client, line.as_bytes()).await;
            }
            Ask::End { client } => {
                if let Some(seat) = self.seats.get_mut(client) {
                    seat.end().await;
                }
            }
            Ask::Close { client } => self.close(client).await,
            Ask::Play => self.start_playing(),
            Ask::Take => {}
        }
    }

    pub(super) async fn open(&mut self, client: usize) {
        let Some(seat) = self.seats.get_mut(client).filter(|seat| !seat.is_open()) else { return };
        let opened = seat.open(self.addr, client, &self.sender).await;
        let tell = match opened {
            Ok(()) => Tell::Opened { client },
            Err(why) => Tell::note(format!("{}: {why}", seat.name)),
        };
        self.tell(tell).await;
    }

    pub(super) async fn send(&mut self, client: usize, bytes: &[u8]) {
        let Some(seat) = self.seats.get_mut(client) else { return };
        if let Err(why) = seat.send(bytes).await {
            self.tell(Tell::note(why)).await;
        }
    }

    pub(super) async fn close(&mut self, client: usize) {
        let Some(seat) = self.seats.get_mut(client).filter(|seat| seat.is_open()) else { return };
        seat.close();
        self.tell(Tell::Closed { client }).await;
    }

    async fn note(&mut self, happened: Happened) {
        let keep = self.player.is_some();
        let tell = match happened {
            Happened::Data { client, times, bytes } => {
                let seat = self.seats.get_mut(client).filter(|seat| seat.times == times);
                let Some(seat) = seat else { return };
                Tell::Data { client, text: seat.take_in(&bytes, keep) }
            }
            Happened::Closed { client, times } => {
                if self.seats.get(client).is_some_and(|seat| seat.times == times) {
                    self.close(client).await;
                }
                return;
            }
            Happened::Log(text) => Tell::Log { text },
            Happened::Ended(how) => {
                self.process = None;
                Tell::Ended { how }
            }
        };
        self.tell(tell).await;
    }
}

/// Waits until then, or for ever.
async fn at(due: Option<Instant>) {
    match due {
        Some(due) => time::sleep_until(due).await,
        None => future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_guest_may_be_silent_for_long() {
        let (tell, _tells) = mpsc::channel(WAITING);
        let (_ask, asks) = mpsc::channel(WAITING);
        let guest = Session::guest(SocketAddr::from(([127, 0, 0, 1], 1)), "you", tell);
        let task = tokio::spawn(guest.run(asks));
        time::sleep(2 * IDLE).await;
        assert!(!task.is_finished());
    }
}
