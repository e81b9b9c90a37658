//! Which address leads where.

use std::net::SocketAddr;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, DefaultBodyLimit, Json, Path, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use serde::Serialize;
use tower_http::services::ServeDir;

use super::binaries::Binaries;
use super::catalogue::Catalogue;
use super::classroom::Classroom;
use super::guard::{self, Guard};
use super::limits::{Limits, MESSAGE, REPORT};
use super::progress::Report;
use super::{assets, figure, pupil};

/// Everything that answers.
pub struct Live {
    pub catalogue: Catalogue,
    pub binaries: Arc<Binaries>,
    pub limits: Limits,
    /// How long *Play* lets a line be read.
    pub pace: Duration,
    pub classroom: Option<Classroom>,
}

impl Live {
    /// Whether sessions of the book may be run from there. In a classroom only on the
    /// instructor's own machine: everybody else has the terminal that the token opens.
    fn is_open_to(&self, peer: SocketAddr) -> bool {
        self.classroom.is_none() || peer.ip().to_canonical().is_loopback()
    }
}

/// What a page learns when it asks whether it is live.
#[derive(Serialize)]
struct Hello {
    live: bool,
    classroom: bool,
}

/// The book below `site`, and what makes it live.
pub fn router(live: &'static Live, guard: Guard, site: &FilePath) -> Router {
    let mut router = Router::new()
        .route("/live/hello", get(hello))
        .route("/live/assets/{name}", get(assets::asset))
        .route("/live/run/{stage}/{scenario}", get(run));
    if live.classroom.is_some() {
        router = router
            .route("/classroom", get(|| async { Redirect::permanent("/classroom/") }))
            .route("/classroom/", get(assets::classroom))
            .route("/classroom/socket", get(attend))
            .route("/classroom/report", post(report).layer(DefaultBodyLimit::max(REPORT)));
    }
    router
        .fallback_service(ServeDir::new(site))
        .layer(middleware::from_fn_with_state(guard, guard::check))
        .with_state(live)
}

async fn hello(
    State(live): State<&'static Live>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
) -> Json<Hello> {
    Json(Hello { live: live.is_open_to(peer), classroom: live.classroom.is_some() })
}

async fn run(
    State(live): State<&'static Live>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path((stage, scenario)): Path<(u8, String)>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !live.is_open_to(peer) {
        return (StatusCode::FORBIDDEN, "not from here\n").into_response();
    }
    if live.catalogue.scenario(&scenario, stage).is_none() {
        return (StatusCode::NOT_FOUND, "no such session\n").into_response();
    }
    with_socket(live, upgrade, move |socket| figure::run(live, socket, stage, scenario))
}

async fn attend(State(live): State<&'static Live>, upgrade: WebSocketUpgrade) -> Response {
    let Some(classroom) = &live.classroom else {
        return StatusCode::NOT_FOUND.into_response();
    };
    with_socket(live, upgrade, move |socket| pupil::attend(live, classroom, socket))
}

/// Upgrades, if one more socket may be open.
fn with_socket<F, T>(live: &'static Live, upgrade: WebSocketUpgrade, serve: F) -> Response
where
    F: FnOnce(WebSocket) -> T + Send + 'static,
    T: Future<Output = ()> + Send + 'static,
{
    let Some(permit) = live.limits.socket() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "too many sockets\n").into_response();
    };
    upgrade.max_message_size(MESSAGE).max_frame_size(MESSAGE).on_upgrade(async move |socket| {
        serve(socket).await;
        drop(permit);
    })
}

/// What a check says; it shows the token as `Authorization: Bearer TOKEN`.
async fn report(
    State(live): State<&'static Live>,
    headers: HeaderMap,
    Json(report): Json<Report>,
) -> Response {
    let Some(classroom) = &live.classroom else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if !classroom.pupils.is(shown) {
        return (StatusCode::UNAUTHORIZED, "this is not the token of this classroom\n")
            .into_response();
    }
    match classroom.report(&report) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, format!("{why}\n")).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    #[test]
    fn in_a_classroom_only_the_instructors_machine_runs_sessions() {
        let workspace = Workspace::find();
        let mut live = Live {
            catalogue: Catalogue::read(&workspace).unwrap(),
            binaries: Arc::new(Binaries::new(workspace.root())),
            limits: Limits::new(1, 1),
            pace: Duration::ZERO,
            classroom: None,
        };
        let peer = |text: &str| text.parse::<SocketAddr>().unwrap();
        assert!(live.is_open_to(peer("127.0.0.1:4000")));
        live.classroom = Some(Classroom::new().unwrap());
        for here in ["127.0.0.1:4000", "[::1]:4000", "[::ffff:127.0.0.1]:4000"] {
            assert!(live.is_open_to(peer(here)), "{here} is refused");
        }
        for elsewhere in ["192.168.1.7:4000", "[fe80::1]:4000", "[::ffff:192.168.1.7]:4000"] {
            assert!(!live.is_open_to(peer(elsewhere)), "{elsewhere} is let in");
        }
    }
}
