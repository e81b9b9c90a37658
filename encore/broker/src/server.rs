//! The listening sockets, the broker, and a task for each client.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::select;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::broker::Broker;
use crate::client;
use crate::config::ServerConfig;
use crate::error::ChatError;
use crate::listeners::Listeners;
use crate::log::log;
use crate::request::{Mailbox, Request};
use crate::shutdown::Signals;
use crate::socket::{Peer, Socket};
use crate::types::UserId;

/// How long accepting pauses after a failure, such as no more descriptors.
const PAUSE: Duration = Duration::from_millis(250);

/// The least time between two log lines about such failures.
const QUIET: Duration = Duration::from_secs(1);

/// How long a shutdown waits for what is still to be written.
const DRAIN: Duration = Duration::from_secs(4);

/// A chat server that listens but does not serve yet.
pub struct Server {
    listeners: Listeners,
    config: ServerConfig,
}

/// What it takes to let somebody in.
struct Entrance {
    /// Counts connections: each has a clone. When the last of them is dropped,
    /// `empty` ends.
    places: Arc<mpsc::Sender<()>>,
    empty: mpsc::Receiver<()>,
    mailbox: Mailbox,
    next: UserId,
    config: ServerConfig,
}

impl Server {
    pub async fn bind(config: ServerConfig) -> Result<Self, ChatError> {
        Ok(Self { listeners: Listeners::bind(&config).await?, config })
    }

    /// The address that clients connect to, with the real port.
    pub fn local_addr(&self) -> SocketAddr {
        self.listeners.address()
    }

    /// Serves clients until the process is asked to end. Calls `on_ready`
    /// once, before the first of them.
    pub async fn run(
        self,
        on_ready: impl FnOnce(SocketAddr, Option<&Path>),
    ) -> Result<(), ChatError> {
        let (broker, mailbox) = Broker::new(self.config.sendq);
        self.serve(tokio::spawn(broker.run()), mailbox, on_ready).await
    }

    async fn serve(
        self,
        mut broker: JoinHandle<()>,
        mailbox: Mailbox,
        on_ready: impl FnOnce(SocketAddr, Option<&Path>),
    ) -> Result<(), ChatError> {
        let mut signals = Signals::listen()?;
        let mut entrance = Entrance::new(mailbox, self.config);
        on_ready(self.listeners.address(), self.listeners.path());
        select! {
            () = entrance.admit_all(&self.listeners) => {}
            () = signals.next() => {}
            // Nobody has told it to close. A server that goes on without its
            // broker would turn everybody away, and nobody would know.
            _ = &mut broker => return Err(ChatError::NoBroker),
        }
        drop(self.listeners);
        select! {
            () = entrance.close() => {}
            () = signals.next() => {}
        }
        Ok(())
    }
}

impl Entrance {
    fn new(mailbox: Mailbox, config: ServerConfig) -> Self {
        let (places, empty) = mpsc::channel(1);
        Self { places: Arc::new(places), empty, mailbox, next: UserId::first(), config }
    }

    /// Lets in whoever comes, without end.
    async fn admit_all(&mut self, listeners: &Listeners) {
        let mut complained: Option<Instant> = None;
        loop {
            match listeners.accept().await {
                Ok((socket, peer)) => self.admit(socket, peer),
                Err(error) => {
                    if complained.is_none_or(|at| at.elapsed() >= QUIET) {
                        log(format_args!("cannot accept: {error}"));
                        complained = Some(Instant::now());
                    }
                    sleep(PAUSE).await;
                }
            }
        }
    }

    /// Starts the task of a client, or tells the client why not.
    fn admit(&mut self, socket: Socket, peer: Peer) {
        // One place is the entrance's own.
        if Arc::strong_count(&self.places) > self.config.max_users {
            log(format_args!("{peer} refused: {}", ChatError::ServerFull));
            tokio::spawn(refuse(socket));
            return;
        }
        let (id, limit) = (self.next, self.config.sendq);
        self.next = id.next();
        let (mailbox, place) = (self.mailbox.clone(), Arc::clone(&self.places));
        tokio::spawn(async move {
            if let Err(error) = client::serve(socket, id, mailbox, limit).await {
                log(format_args!("{peer}: {error}"));
            }
            drop(place);
        });
    }

    /// Has everybody told that the server ends, and waits until they have read
    /// it; not for long.
    async fn close(self) {
        let Self { places, mut empty, mailbox, .. } = self;
        // A broker that is gone has let go of everybody.
        let _ = mailbox.send(Request::Close).await;
        drop(places);
        // Whoever has not read it by then does without.
        let _ = timeout(DRAIN, empty.recv()).await;
    }
}

/// Tells a client that there is no place for it.
async fn refuse(socket: Socket) {
    let line = ChatError::ServerFull.line();
    // The line fits into the empty buffer of a new connection, or never will.
    let is_told = timeout(QUIET, socket.writable()).await.is_ok_and(|ready| ready.is_ok())
        && socket.try_write(&[std::io::IoSlice::new(line.as_bytes())]).is_ok();
    if is_told {
        socket.close().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_that_fails_ends_the_server() {
        let ended = tokio::runtime::Runtime::new().unwrap().block_on(async {
            let config = ServerConfig::from_args(["127.0.0.1:0".into()]).unwrap().unwrap();
            let server = Server::bind(config).await.unwrap();
            let (mailbox, _requests) = mpsc::channel(1);
            let broker = tokio::spawn(async { panic!("a broker with a bug") });
            server.serve(broker, mailbox, |_, _| {}).await
        });
        assert!(matches!(ended, Err(ChatError::NoBroker)), "{ended:?}");
    }
}
