//! One server for everybody, and what the instructor does with it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::{broadcast, mpsc, watch};

use super::process::{Ending, Process};
use super::progress::{Progress, Report};
use super::session::{self, Happened};
use super::site::Live;
use super::token::Token;
use super::wire::Tell;

/// Messages to everybody that a slow page may be behind by.
const BEHIND: usize = 1024;

/// What everybody, or the instructor alone, is told.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum News {
    /// The token was right.
    Welcome { instructor: bool, stages: Vec<u8> },
    /// All are in this stage now.
    Stage { stage: u8, package: String, running: bool },
    /// What happens in the scenario that is shown to all.
    Show { tell: Tell },
    /// No scenario is shown any more.
    Hide,
    /// For the instructor: what can be shown.
    Scenarios { stage: u8, scenarios: Vec<(String, String)> },
    /// For the instructor: who is there, and who has passed what.
    Progress { people: usize, rows: Vec<Report> },
    /// For the instructor: why something could not be done.
    Trouble { why: String },
}

impl News {
    pub fn json(&self) -> String {
        // Strings and numbers: nothing here can fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Where everybody is.
#[derive(Debug, Clone, Default)]
pub struct Room {
    pub stage: u8,
    pub package: String,
    /// None once the server has ended.
    pub addr: Option<SocketAddr>,
}

/// Everybody's server.
pub struct Classroom {
    pub pupils: Token,
    pub instructor: Token,
    room: watch::Sender<Room>,
    process: tokio::sync::Mutex<Option<Process>>,
    shown: Mutex<Shown>,
    news: broadcast::Sender<News>,
    progress: Mutex<Progress>,
    /// Counts every change of who is there and of what was reported.
    changes: watch::Sender<u64>,
    people: AtomicUsize,
}

/// A scenario on all screens.
#[derive(Debug, Default)]
struct Shown {
    /// Plays it.
    task: Option<Ending>,
    /// What was told of it, for those who come later.
    told: Vec<Tell>,
}

/// Somebody who is there until this is dropped.
pub struct Present<'a>(&'a Classroom);

impl Drop for Present<'_> {
    fn drop(&mut self) {
        self.0.people.fetch_sub(1, Ordering::Relaxed);
        self.0.changed();
    }
}

impl Classroom {
    pub fn new() -> Result<Self, String> {
        Ok(Self {
            pupils: Token::generate()?,
            instructor: Token::generate()?,
            room: watch::Sender::new(Room::default()),
            process: tokio::sync::Mutex::new(None),
            shown: Mutex::default(),
            news: broadcast::Sender::new(BEHIND),
            progress: Mutex::new(Progress::default()),
            changes: watch::Sender::new(0),
            people: AtomicUsize::new(0),
        })
    }

    /// Starts a stage for all. The server before it ends.
    pub async fn switch(&self, live: &'static Live, stage: u8) -> Result<(), String> {
        let package = live.catalogue.package(stage).ok_or("there is no such stage")?;
        // Held to the end: of two who switch at once, the second one waits.
        let mut process = self.process.lock().await;
        let binary = live.binaries.of(package).await?;
        let (happens, happened) = session::wire();
        let started = Process::start(&binary, &[], happens).await?;
        let addr = Some(started.addr);
        *process = Some(started);
        tokio::spawn(watch_over(live, addr, happened));
        self.room.send_replace(Room { stage, package: package.to_owned(), addr });
        Ok(())
    }

    pub fn room(&self) -> watch::Receiver<Room> {
        self.room.subscribe()
    }

    /// What everybody will be told, and what is on all screens already: nothing is in both.
    pub fn news(&self) -> (broadcast::Receiver<News>, Vec<Tell>) {
        let shown = self.shown();
        (self.news.subscribe(), shown.told.clone())
    }

    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn say(&self, news: News) {
        // Nobody is there, so nobody misses it.
        let _ = self.news.send(news);
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This task plays what is shown to all.
    pub fn show(&self, task: Ending) {
        self.shown().task = Some(task);
    }

    /// More of what is shown to all.
    pub fn tell(&self, tell: Tell) {
        let mut shown = self.shown();
        if shown.told.len() < BEHIND {
            shown.told.push(tell.clone());
        }
        self.say(News::Show { tell });
    }

    /// Nothing is shown any more.
    pub fn hide(&self) {
        let mut shown = self.shown();
        *shown = Shown::default();
        self.say(News::Hide);
    }

    pub fn enter(&self) -> Present<'_> {
        self.people.fetch_add(1, Ordering::Relaxed);
        self.changed();
        Present(self)
    }

    pub fn report(&self, report: &Report) -> Result<(), &'static str> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).add(report)?;
        self.changed();
        Ok(())
    }

    pub fn progress(&self) -> News {
        let rows = self.progress.lock().unwrap_or_else(PoisonError::into_inner).rows();
        News::Progress { people: self.people.load(Ordering::Relaxed), rows }
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }
}

/// Tells everybody when the server ends by itself.
async fn watch_over(
    live: &'static Live,
    addr: Option<SocketAddr>,
    mut happened: mpsc::Receiver<Happened>,
) {
    let Some(classroom) = &live.classroom else { return };
    while let Some(what) = happened.recv().await {
        if matches!(what, Happened::Ended(_)) {
            classroom.room.send_if_modified(|room| {
                // Another one may have taken its place.
                let is_this = room.addr == addr;
                room.addr = room.addr.filter(|_| !is_this);
                is_this
            });
        }
    }
}
