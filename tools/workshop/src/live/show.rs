//! A scenario on everybody's screen, against a server of its own.

use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::classroom::Classroom;
use super::cue::Script;
use super::limits::WAITING;
use super::process::{Ending, Process};
use super::session::{self, Session};
use super::site::Live;
use super::wire::{Ask, Tell};

/// Plays it for all, in the place of what was shown before.
pub async fn show(
    live: &'static Live,
    classroom: &'static Classroom,
    stage: u8,
    name: &str,
) -> Result<(), String> {
    classroom.hide();
    let package = live.catalogue.package(stage).ok_or("there is no such stage")?;
    let scenario = live.catalogue.scenario(name, stage).ok_or("there is no such scenario")?;
    let permit = live.limits.process().ok_or("as many servers run as may")?;
    let binary = live.binaries.of(package).await?;
    let script = Script::of(scenario, stage);
    let wire = session::wire();
    let process = Process::start(&binary, &scenario.settings, wire.0.clone()).await?;
    let (title, clients) = (scenario.title.clone(), script.clients.clone());
    classroom.tell(Tell::Ready { stage, title, clients });
    let (tell, tells) = mpsc::channel(WAITING);
    let session = Session::of_its_own(process, script, live.pace, wire, tell);
    let task = tokio::spawn(play(classroom, session, tells, permit));
    classroom.show(Ending(task.abort_handle()));
    Ok(())
}

/// Goes on until the scenario is over; what it has shown stays on the screens.
async fn play(
    classroom: &'static Classroom,
    session: Session,
    mut tells: mpsc::Receiver<Tell>,
    _permit: OwnedSemaphorePermit,
) {
    let (ask, asks) = mpsc::channel(1);
    // The channel is new, so there is room.
    let _ = ask.send(Ask::Play).await;
    let tell_all = async {
        while let Some(tell) = tells.recv().await {
            let is_over = matches!(tell, Tell::Played { .. });
            classroom.tell(tell);
            if is_over {
                return;
            }
        }
    };
    tokio::select! {
        () = session.run(asks) => {}
        () = tell_all => {}
    }
}
