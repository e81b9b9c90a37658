//! The listening socket, and a task for each client.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::{Semaphore, watch};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tracing::field::Empty;
use tracing::{Instrument, debug, error_span, info, warn};

use crate::chat::Chat;
use crate::config::ServerConfig;
use crate::error::ChatError;
use crate::filter::FilterRegistry;
use crate::guests::Guests;
use crate::listen::listen;
use crate::metrics;
use crate::refuse::refuse;
use crate::session;
use crate::shutdown::{Signals, shut_down};
use crate::tls;
use crate::types::ListenAddr;

/// How long accepting pauses after a failure, such as no more descriptors.
pub const PAUSE: Duration = Duration::from_millis(250);

/// The least time between two log lines about such failures.
pub const QUIET: Duration = Duration::from_secs(1);

/// What the sessions of all clients share.
pub struct Shared {
    pub chat: Arc<Mutex<Chat>>,
    pub filters: FilterRegistry,
    pub config: ServerConfig,
    /// Changes when the server is shutting down.
    pub closing: watch::Receiver<bool>,
    pub guests: Arc<Guests>,
    /// Each connection holds a permit.
    pub places: Arc<Semaphore>,
    /// For handshakes, if connections are encrypted.
    pub tls: Option<TlsAcceptor>,
}

/// A chat server that listens but does not serve yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    /// For those who watch the server.
    metrics: Option<TcpListener>,
    tls: Option<TlsAcceptor>,
    config: ServerConfig,
    filters: FilterRegistry,
}

impl Server {
    pub async fn bind(config: ServerConfig) -> Result<Self, ChatError> {
        let tls = tls::acceptor(&config)?;
        let (listener, address) = bind(&config.address).await?;
        let metrics = match &config.metrics {
            Some(address) => Some(bind(address).await?.0),
            None => None,
        };
        let filters = FilterRegistry::shipped(&config);
        Ok(Self { listener, address, metrics, tls, config, filters })
    }

    /// The address that clients connect to, with the real port.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The filters, to which you may add your own.
    pub fn filters(&mut self) -> &mut FilterRegistry {
        &mut self.filters
    }

    /// Serves clients until the process is asked to end. Calls `on_ready`
    /// once, before the first of them.
    pub async fn run(self, on_ready: impl FnOnce(SocketAddr)) -> Result<(), ChatError> {
        let mut signals = Signals::listen()?;
        let (close, closing) = watch::channel(false);
        let shared = Arc::new(Shared {
            chat: Arc::new(Mutex::new(Chat::new(&self.config))),
            filters: self.filters,
            guests: Guests::new(self.config.max_per_address),
            places: Arc::new(Semaphore::new(self.config.max_users)),
            tls: self.tls,
            config: self.config,
            closing,
        });
        if let Some(metrics) = self.metrics {
            info!("metrics on {}", metrics.local_addr()?);
            tokio::spawn(metrics::serve(metrics, Arc::clone(&shared)));
        }
        on_ready(self.address);
        let mut complained: Option<Instant> = None;
        loop {
            let accepted = select! {
                accepted = self.listener.accept() => accepted,
                () = signals.next() => break,
            };
            match accepted {
                Ok((socket, peer)) => admit(socket, peer, &shared),
                Err(error) => {
                    if complained.is_none_or(|at| at.elapsed() >= QUIET) {
                        warn!("cannot accept: {error}");
                        complained = Some(Instant::now());
                    }
                    sleep(PAUSE).await;
                }
            }
        }
        debug!("shutting down");
        drop(self.listener);
        shut_down(&shared, &close, &mut signals).await;
        Ok(())
    }
}

async fn bind(address: &ListenAddr) -> Result<(TcpListener, SocketAddr), ChatError> {
    let listener = listen(address.as_ref()).await;
    listener
        .and_then(|listener| listener.local_addr().map(|address| (listener, address)))
        .map_err(|error| ChatError::CannotListen(address.clone(), error))
}

/// Starts the session of a client, or tells the client why not.
fn admit(socket: TcpStream, peer: SocketAddr, shared: &Arc<Shared>) {
    let guest = shared.guests.admit(peer.ip()).ok_or(ChatError::AddressFull);
    let admitted = guest.and_then(|guest| {
        let place = Arc::clone(&shared.places).try_acquire_owned();
        place.map(|place| (guest, place)).map_err(|_| ChatError::ServerFull)
    });
    let place = match admitted {
        Ok(place) => place,
        Err(error) => {
            warn!("{peer} refused: {error}");
            shared.chat.lock().counts.refused += 1;
            // A handshake would have to be waited for; so there the connection ends, no more.
            if shared.tls.is_none() {
                refuse(socket, &error);
            }
            return;
        }
    };
    // Of the gravest level, so that it is there whatever is logged.
    let span = error_span!("connection", address = %peer, user = Empty);
    let entering = session::enter(socket, Arc::clone(shared));
    let shared = Arc::clone(shared);
    let session = async move {
        debug!("{peer} connected");
        match session::serve(entering, &shared).await {
            Ok(()) => debug!("{peer} disconnected"),
            Err(error) => {
                warn!("{peer}: {error}");
                shared.chat.lock().counts.errors += 1;
            }
        }
        drop(place);
    };
    // Who logs no spans need not keep one for each client.
    if span.is_disabled() {
        tokio::spawn(session);
    } else {
        tokio::spawn(session.instrument(span));
    }
}
