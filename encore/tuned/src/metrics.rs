//! What those who watch the server can ask: how it does, over HTTP on a port of its own.

use std::fmt::Display;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tracing::{debug, warn};

use crate::chat::Chat;
use crate::server::{PAUSE, QUIET, Shared};

/// The text format of Prometheus.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// How many connections may be open at a time. More wait to be accepted.
const WATCHERS: usize = 16;

/// How long one of them may be open: far longer than an answer takes.
const VISIT: Duration = Duration::from_secs(5);

/// What has happened since the server was started. It lies in the chat, whose lock is held anyway
/// when nearly any of it happens: so a count costs an addition, and all counts belong together.
#[derive(Debug, Default)]
pub struct Counts {
    pub logins: u64,
    pub messages: u64,
    /// Lines of messages for all who heard them.
    pub deliveries: u64,
    pub too_slow: u64,
    /// Connections for which there was no place.
    pub refused: u64,
    /// Sessions that ended with an error, those of slow clients included.
    pub errors: u64,
}

/// Answers until the server ends. However many ask, and however slowly, the chat keeps its
/// descriptors.
pub async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let pages = Router::new()
        .route("/metrics", get(metrics))
        .route("/health", get(health))
        .with_state(shared);
    let places = Arc::new(Semaphore::new(WATCHERS));
    // It fails only when somebody closes the semaphore, and nobody does.
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let socket = accept(&listener).await;
        let pages = pages.clone();
        tokio::spawn(async move {
            answer(socket, pages).await;
            drop(place);
        });
    }
}

async fn accept(listener: &TcpListener) -> TcpStream {
    let mut complained: Option<Instant> = None;
    loop {
        match listener.accept().await {
            Ok((socket, _)) => return socket,
            Err(error) => {
                if complained.is_none_or(|at| at.elapsed() >= QUIET) {
                    warn!("metrics: cannot accept: {error}");
                    complained = Some(Instant::now());
                }
                sleep(PAUSE).await;
            }
        }
    }
}

/// Answers whoever asks on this connection, for a while.
async fn answer(socket: TcpStream, pages: Router) {
    let http = auto::Builder::new(TokioExecutor::new()).http1_only();
    let service = TowerToHyperService::new(pages);
    let served = timeout(VISIT, http.serve_connection(TokioIo::new(socket), service)).await;
    // Who has waited too long may connect again.
    if let Ok(Err(error)) = served {
        debug!("metrics: {error}");
    }
}

async fn metrics(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let taken = shared.config.max_users.saturating_sub(shared.places.available_permits());
    let page = shared.chat.lock().page(taken);
    ([(CONTENT_TYPE, TEXT_FORMAT)], page)
}

/// Whether it is any use to send somebody here.
async fn health(State(shared): State<Arc<Shared>>) -> (StatusCode, &'static str) {
    if *shared.closing.borrow() {
        (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n")
    } else {
        (StatusCode::OK, "ok\n")
    }
}

impl Chat {
    fn page(&self, connections: usize) -> String {
        let Counts { logins, messages, deliveries, too_slow, refused, errors } = &self.counts;
        let users = self.users.iter().count();
        let rooms = self.rooms.iter().count();
        let tasks = Handle::current().metrics().num_alive_tasks();
        let waiting: u64 = self.users.iter().map(|(_, user)| user.outbox.waiting()).sum();
        [
            gauge("connections", "Connections that are open, logged in or not.", connections),
            gauge("users", "Users who are logged in.", users),
            gauge("rooms", "Rooms, the lobby included.", rooms),
            gauge("tasks", "Tasks, those of the server itself included.", tasks),
            gauge("queue_bytes", "Bytes that wait for all users together.", waiting),
            counter("logins", "Logins.", logins),
            counter("messages", "Messages to rooms.", messages),
            counter("deliveries", "Messages times those who heard them.", deliveries),
            counter("slow_clients", "Users who were cut off because they did not read.", too_slow),
            counter("refused_connections", "Connections for which there was no place.", refused),
            counter("session_errors", "Sessions that ended with an error.", errors),
        ]
        .concat()
    }
}

fn gauge(name: &str, help: &str, value: impl Display) -> String {
    format!("# HELP chat_{name} {help}\n# TYPE chat_{name} gauge\nchat_{name} {value}\n")
}

fn counter(name: &str, help: &str, value: impl Display) -> String {
    let name = format!("chat_{name}_total");
    format!("# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}\n")
}
