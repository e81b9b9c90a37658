//! The listening socket, and one client after the other.

use std::cell::RefCell;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use crate::chat::Chat;
use crate::config::ServerConfig;
use crate::error::ChatError;
use crate::filter::FilterRegistry;
use crate::log::log;
use crate::session;

/// How long accepting pauses after a failure, such as no more descriptors.
const PAUSE: Duration = Duration::from_millis(250);

/// The least time between two log lines about such failures.
const QUIET: Duration = Duration::from_secs(1);

/// What the sessions of all clients share.
pub struct Shared {
    pub chat: Rc<RefCell<Chat>>,
    pub filters: Rc<RefCell<FilterRegistry>>,
}

/// A chat server that listens but does not serve yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    config: ServerConfig,
    filters: FilterRegistry,
}

impl Server {
    pub fn bind(config: ServerConfig) -> Result<Self, ChatError> {
        let address = config.address.as_ref();
        let listener =
            TcpListener::bind(address).and_then(|listener| Ok((listener.local_addr()?, listener)));
        let (address, listener) =
            listener.map_err(|error| ChatError::CannotListen(config.address.clone(), error))?;
        let filters = FilterRegistry::shipped(&config);
        Ok(Self { listener, address, config, filters })
    }

    /// The address that clients connect to, with the real port.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The filters, to which you may add your own.
    pub fn filters(&mut self) -> &mut FilterRegistry {
        &mut self.filters
    }

    /// Serves clients. Calls `on_ready` once, before the first of them.
    pub fn run(self, on_ready: impl FnOnce(SocketAddr)) -> Result<(), ChatError> {
        let shared = Shared {
            chat: Rc::new(RefCell::new(Chat::new(&self.config))),
            filters: Rc::new(RefCell::new(self.filters)),
        };
        on_ready(self.address);
        let mut complained: Option<Instant> = None;
        loop {
            match self.listener.accept() {
                Ok((socket, peer)) => admit(socket, peer, &shared),
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
fn admit(socket: TcpStream, peer: SocketAddr, shared: &Shared) {
    if let Err(error) = session::serve(socket, shared) {
        log(format_args!("{peer}: {error}"));
    }
}
