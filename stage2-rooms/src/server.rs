//! The listening socket, and one client after the other.

use std::cell::RefCell;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use crate::chat::Chat;
use crate::error::ChatError;
use crate::log::log;
use crate::session;
use crate::types::ListenAddr;

/// How long accepting pauses after a failure, such as no more descriptors.
const PAUSE: Duration = Duration::from_millis(250);

/// The least time between two log lines about such failures.
const QUIET: Duration = Duration::from_secs(1);

/// A chat server that listens but does not serve yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    pub fn bind(address: &ListenAddr) -> Result<Self, ChatError> {
        let listener = TcpListener::bind(address.as_ref())
            .and_then(|listener| Ok((listener.local_addr()?, listener)));
        let (address, listener) =
            listener.map_err(|error| ChatError::CannotListen(address.clone(), error))?;
        Ok(Self { listener, address })
    }

    /// The address that clients connect to, with the real port.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Serves clients. Calls `on_ready` once, before the first of them.
    pub fn run(self, on_ready: impl FnOnce(SocketAddr)) -> Result<(), ChatError> {
        let chat = Rc::new(RefCell::new(Chat::new()));
        on_ready(self.address);
        let mut complained: Option<Instant> = None;
        loop {
            match self.listener.accept() {
                Ok((socket, peer)) => admit(socket, peer, &chat),
                Err(error) => {
                    if complained.is_none_or(|at| at.elapsed() >= QUIET) {
                        log(format_args!("cannot accept: {error}"));
                        complained = Some(Instant::now());
                    }
                    thread::sleep(PAUSE);
                }
            }
        }
    }
}

/// Serves one client to the end; the others wait in the accept queue.
fn admit(socket: TcpStream, peer: SocketAddr, chat: &Rc<RefCell<Chat>>) {
    if let Err(error) = session::serve(socket, chat) {
        log(format_args!("{peer}: {error}"));
    }
}
