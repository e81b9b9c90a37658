//! A session of the book, run for the page that shows it.

use axum::extract::ws::{Message, WebSocket};
use tokio::sync::mpsc;

use super::cue::Script;
use super::limits::WAITING;
use super::process::Process;
use super::pump;
use super::session::{self, Session};
use super::site::Live;
use super::wire::Tell;

/// Runs it until the page goes away. The server ends with the session.
pub async fn run(live: &'static Live, mut socket: WebSocket, stage: u8, name: String) {
    let Some(_permit) = live.limits.process() else {
        let why = "as many servers run as may: stop one of them first".to_owned();
        return refuse(&mut socket, why).await;
    };
    let (tell, tells) = mpsc::channel(WAITING);
    let session = match open(live, stage, &name, tell).await {
        Ok(session) => session,
        Err(why) => return refuse(&mut socket, why).await,
    };
    let (ask, asks) = mpsc::channel(WAITING);
    let (text, mut texts) = mpsc::channel(WAITING);
    let (session, as_json) = (session.run(asks), in_json(tells, text));
    let both = async { tokio::join!(session, as_json) };
    tokio::select! {
        _ = both => {}
        () = pump::pump(&mut socket, &ask, &mut texts) => {}
    }
}

/// Starts the server, and says so.
async fn open(
    live: &Live,
    stage: u8,
    name: &str,
    tell: mpsc::Sender<Tell>,
) -> Result<Session, String> {
    let package = live.catalogue.package(stage).ok_or("there is no such stage")?;
    let scenario = live.catalogue.scenario(name, stage).ok_or("there is no such scenario")?;
    let binary = live.binaries.of(package).await?;
    let script = Script::of(scenario, stage);
    let wire = session::wire();
    let process = Process::start(&binary, &scenario.settings, wire.0.clone()).await?;
    let (title, clients) = (scenario.title.clone(), script.clients.clone());
    let ready = Tell::Ready { stage, title, clients };
    let log = Tell::Log { text: format!("listening on {}\n", process.addr) };
    for told in [ready, log] {
        // The channel is new, so there is room.
        let _ = tell.send(told).await;
    }
    Ok(Session::of_its_own(process, script, live.pace, wire, tell))
}

/// Passes on what a session says, as the text of messages.
async fn in_json(mut tells: mpsc::Receiver<Tell>, text: mpsc::Sender<String>) {
    while let Some(tell) = tells.recv().await {
        if text.send(tell.json()).await.is_err() {
            return;
        }
    }
}

async fn refuse(socket: &mut WebSocket, why: String) {
    let told = pump::send(socket, Message::text(Tell::Refused { why }.json())).await;
    if told {
        pump::send(socket, Message::Close(None)).await;
    }
}
