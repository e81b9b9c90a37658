//! The signals that end the server, and what everybody is told then.

use std::io;
use std::time::Duration;

use tokio::select;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::chat::Chat;
use crate::error::ChatError;
use crate::server::Shared;
use crate::types::UserId;

/// How long a shutdown waits for what is still to be written.
const DRAIN: Duration = Duration::from_secs(4);

/// Requests to end: SIGINT and SIGTERM, or Ctrl-C on Windows.
pub struct Signals {
    interrupt: Interrupt,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
type Interrupt = tokio::signal::unix::Signal;
#[cfg(windows)]
type Interrupt = tokio::signal::windows::CtrlC;

impl Signals {
    /// From now on these signals do not end the process by themselves.
    #[cfg(unix)]
    pub fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(windows)]
    pub fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    /// Waits for the next request.
    #[cfg(unix)]
    pub async fn next(&mut self) {
        select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(windows)]
    pub async fn next(&mut self) {
        self.interrupt.recv().await;
    }
}

/// Tells everybody that the server ends, and waits until they have read it;
/// not for long, and not at all after a second signal.
pub async fn shut_down(shared: &Shared, close: &watch::Sender<bool>, signals: &mut Signals) {
    shared.chat.lock().close();
    close.send_replace(true);
    let everybody = u32::try_from(shared.config.max_users).unwrap_or(u32::MAX);
    select! {
        _ = timeout(DRAIN, shared.places.acquire_many(everybody)) => {}
        () = signals.next() => {}
    }
}

impl Chat {
    /// Takes everybody out, with the notice as the last line.
    pub fn close(&mut self) {
        self.names.clear();
        let notice = ChatError::ShuttingDown.line();
        let everybody: Vec<UserId> = self.users.iter().map(|(slot, _)| slot.into()).collect();
        for user in everybody {
            if let Some(user) = self.users.remove(user) {
                user.outbox.quit(notice.clone());
            }
        }
    }
}
