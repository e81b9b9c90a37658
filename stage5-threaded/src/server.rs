//! The listening socket, and a thread for each client.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::bell::{Ringer, start_ringer};
use crate::chat::Chat;
use crate::config::ServerConfig;
use crate::error::ChatError;
use crate::filter::FilterRegistry;
use crate::log::log;
use crate::refuse::refuse;
use crate::session;

/// How long accepting pauses after a failure, such as no more descriptors.
const PAUSE: Duration = Duration::from_millis(250);

/// The least time between two log lines about such failures.
const QUIET: Duration = Duration::from_secs(1);

/// What the sessions of all clients share.
#[derive(Clone)]
pub struct Shared {
    pub chat: Arc<Mutex<Chat>>,
    pub filters: Arc<Mutex<FilterRegistry>>,
    pub config: Arc<ServerConfig>,
    /// Wakes the writers.
    pub ringer: Ringer,
    /// Each connection holds a clone, so the count of clones is theirs.
    places: Arc<()>,
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
            chat: Arc::new(Mutex::new(Chat::new(&self.config))),
            filters: Arc::new(Mutex::new(self.filters)),
            config: Arc::new(self.config),
            ringer: start_ringer()?,
            places: Arc::default(),
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

/// Starts the session of a client, or tells the client why not.
fn admit(socket: TcpStream, peer: SocketAddr, shared: &Shared) {
    let socket = Arc::new(socket);
    let session = {
        let (socket, shared) = (Arc::clone(&socket), shared.clone());
        move || {
            if let Err(error) = session::serve(&socket, &shared) {
                log(format_args!("{peer}: {error}"));
            }
        }
    };
    // One clone is the server's own.
    let started = if Arc::strong_count(&shared.places) > shared.config.max_users + 1 {
        Err(ChatError::ServerFull)
    } else {
        Builder::new().name("client".to_owned()).spawn(session).map_err(ChatError::Io)
    };
    if let Err(error) = started {
        log(format_args!("{peer} refused: {error}"));
        refuse(&socket);
    }
}
