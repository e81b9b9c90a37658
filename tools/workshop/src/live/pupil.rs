//! Somebody in the classroom: a terminal in everybody's server, and for the instructor more.

use axum::extract::ws::{Message, WebSocket};
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time;

use super::classroom::{Classroom, News, Room};
use super::limits::{INTRODUCTION, WAITING};
use super::process::Ending;
use super::pump;
use super::session::Session;
use super::show;
use super::site::Live;
use super::wire::{Ask, Tell};

/// The first message.
#[derive(Debug, Deserialize)]
struct Join {
    token: String,
}

/// Every other one.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Said {
    Ask(Ask),
    Teach(Teach),
}

/// What only the instructor may do.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Teach {
    Switch { stage: u8 },
    Show { stage: u8, scenario: String },
    Hide,
    Scenarios { stage: u8 },
}

/// A connection to everybody's server.
struct Desk {
    asks: mpsc::Sender<Ask>,
    tells: mpsc::Receiver<Tell>,
    _task: Ending,
}

impl Desk {
    fn at(room: &Room) -> Option<Self> {
        let (tell, tells) = mpsc::channel(WAITING);
        let (asks, asked) = mpsc::channel(WAITING);
        let session = Session::guest(room.addr?, "you", tell);
        let task = tokio::spawn(session.run(asked)).abort_handle();
        Some(Self { asks, tells, _task: Ending(task) })
    }
}

/// Serves one socket of the classroom.
pub async fn attend(live: &'static Live, classroom: &'static Classroom, mut socket: WebSocket) {
    let Some(instructor) = introduced(classroom, &mut socket).await else {
        let why = "this is not the token of this classroom".to_owned();
        pump::send(&mut socket, Message::text(Tell::Refused { why }.json())).await;
        pump::send(&mut socket, Message::Close(None)).await;
        return;
    };
    let _present = classroom.enter();
    let (say, said) = mpsc::channel(WAITING);
    let (text, mut texts) = mpsc::channel(WAITING);
    let pupil = Pupil { live, classroom, instructor, text };
    tokio::select! {
        _ = pupil.attend(said) => {}
        () = pump::pump(&mut socket, &say, &mut texts) => {}
    }
}

/// Whether it is the instructor; None if the token is wrong, or does not come.
async fn introduced(classroom: &Classroom, socket: &mut WebSocket) -> Option<bool> {
    let message = time::timeout(INTRODUCTION, socket.recv()).await.ok()??.ok()?;
    let join: Join = serde_json::from_str(message.to_text().ok()?).ok()?;
    // Both are compared, whatever the first says.
    let (one, other) = (classroom.pupils.is(&join.token), classroom.instructor.is(&join.token));
    (one || other).then_some(other)
}

struct Pupil {
    live: &'static Live,
    classroom: &'static Classroom,
    instructor: bool,
    text: mpsc::Sender<String>,
}

/// The page is gone.
struct Gone;

impl Pupil {
    async fn attend(&self, mut said: mpsc::Receiver<Said>) -> Result<(), Gone> {
        let mut rooms = self.classroom.room();
        let (mut news, shown) = self.classroom.news();
        let mut changes = self.classroom.changes();
        let stages = self.live.catalogue.stages();
        self.tell(News::Welcome { instructor: self.instructor, stages }.json()).await?;
        let room = rooms.borrow_and_update().clone();
        let mut desk = self.enter(&room).await?;
        for tell in shown {
            self.tell(News::Show { tell }.json()).await?;
        }
        changes.mark_changed();
        loop {
            tokio::select! {
                said = said.recv() => self.obey(said.ok_or(Gone)?, desk.as_ref()).await?,
                moved = rooms.changed() => {
                    moved.map_err(|_| Gone)?;
                    let room = rooms.borrow_and_update().clone();
                    desk = self.enter(&room).await?;
                }
                Some(tell) = next(desk.as_mut()) => self.tell(tell.json()).await?,
                told = news.recv() => match told {
                    Ok(told) => self.tell(told.json()).await?,
                    // A page that is far behind misses some of a scenario.
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return Err(Gone),
                },
                _ = changes.changed(), if self.instructor => {
                    changes.mark_unchanged();
                    self.tell(self.classroom.progress().json()).await?;
                }
            }
        }
    }

    async fn tell(&self, text: String) -> Result<(), Gone> {
        self.text.send(text).await.map_err(|_| Gone)
    }

    /// Sits down at the server that everybody is in.
    async fn enter(&self, room: &Room) -> Result<Option<Desk>, Gone> {
        let (stage, package) = (room.stage, room.package.clone());
        let desk = Desk::at(room);
        self.tell(News::Stage { stage, package, running: desk.is_some() }.json()).await?;
        if let Some(desk) = &desk {
            // The channel is new, so there is room.
            let _ = desk.asks.send(Ask::Open { client: 0 }).await;
        }
        Ok(desk)
    }

    async fn obey(&self, said: Said, desk: Option<&Desk>) -> Result<(), Gone> {
        let taught = match said {
            Said::Ask(ask) => {
                let taken = desk.is_some_and(|desk| desk.asks.try_send(ask).is_ok());
                if !taken {
                    self.tell(Tell::note("the server takes nothing now").json()).await?;
                }
                return Ok(());
            }
            Said::Teach(_) if !self.instructor => Err("only the instructor may do that".to_owned()),
            Said::Teach(Teach::Switch { stage }) => self.classroom.switch(self.live, stage).await,
            Said::Teach(Teach::Show { stage, scenario }) => {
                show::show(self.live, self.classroom, stage, &scenario).await
            }
            Said::Teach(Teach::Hide) => {
                self.classroom.hide();
                Ok(())
            }
            Said::Teach(Teach::Scenarios { stage }) => {
                let scenarios = self.live.catalogue.of_stage(stage);
                return self.tell(News::Scenarios { stage, scenarios }.json()).await;
            }
        };
        match taught {
            Ok(()) => Ok(()),
            Err(why) => self.tell(News::Trouble { why }.json()).await,
        }
    }
}

/// What the server says next; nothing where there is none.
async fn next(desk: Option<&mut Desk>) -> Option<Tell> {
    match desk {
        Some(desk) => desk.tells.recv().await,
        None => std::future::pending().await,
    }
}
