//! The signals that end the server, and what everybody is told then.

use std::io;

use tokio::select;

use crate::chat::Chat;
use crate::error::ChatError;
use crate::outbox::Text;
use crate::types::UserId;

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

impl Chat {
    /// Takes everybody out, with the notice as the last line.
    pub fn close(&mut self) {
        let notice = Text::from(ChatError::ShuttingDown.line());
        let everybody: Vec<UserId> = self.users.iter().map(|(slot, _)| slot.into()).collect();
        for user in everybody {
            if let Some(user) = self.users.remove(user) {
                // Whoever cannot be reached any more need not know.
                let _ = user.outbox.push(Text::clone(&notice));
            }
        }
    }
}
