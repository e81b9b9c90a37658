//! Asking a server to stop.

use std::io;

use crate::Server;

/// A polite request to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// SIGTERM, which `kill` and service managers send.
    Terminate,
    /// SIGINT, which Ctrl-C sends.
    Interrupt,
}

impl Server {
    /// Sends SIGTERM.
    ///
    /// # Panics
    /// When the signal cannot be sent.
    pub fn terminate(&self) {
        self.must_signal(Signal::Terminate);
    }

    /// Sends SIGINT.
    ///
    /// # Panics
    /// When the signal cannot be sent.
    pub fn interrupt(&self) {
        self.must_signal(Signal::Interrupt);
    }

    /// Sends a signal, or nothing to a process that has ended already. An error on systems
    /// without signals.
    pub fn signal(&self, signal: Signal) -> io::Result<()> {
        let mut child = self.child();
        // Once its end was waited for, its number may belong to another process.
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        send(&child, signal)
    }

    fn must_signal(&self, signal: Signal) {
        if let Err(error) = self.signal(signal) {
            panic!("cannot send {signal:?} to process {}: {error}", self.pid());
        }
    }
}

#[cfg(unix)]
fn send(child: &std::process::Child, signal: Signal) -> io::Result<()> {
    use rustix::process::{Pid, Signal as Number, kill_process};

    let number = match signal {
        Signal::Terminate => Number::TERM,
        Signal::Interrupt => Number::INT,
    };
    Ok(kill_process(Pid::from_child(child), number)?)
}

#[cfg(not(unix))]
fn send(_child: &std::process::Child, _signal: Signal) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
