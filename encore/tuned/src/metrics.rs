//! What those who watch the server can ask: how it does, over HTTP on a port of its own.

use std::fmt::Display;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tracing::error;

use crate::chat::Chat;
use crate::server::Shared;

/// The text format of Prometheus.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What has happened since the server was started. It lies in the chat, whose lock is held
/// whenever any of it happens: so a count costs an addition, and all counts belong together.
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

/// Answers until the server ends.
pub async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let pages = Router::new()
        .route("/metrics", get(metrics))
        .route("/health", get(health))
        .with_state(shared);
    if let Err(error) = axum::serve(listener, pages).await {
        error!("metrics: {error}");
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
