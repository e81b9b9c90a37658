//! What pages load from here, and nowhere else: the terminal, and the classroom.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// Name, kind and text.
const ASSETS: [(&str, &str, &str); 6] = [
    ("xterm.js", SCRIPT, include_str!("../../../../book/theme/vendor/xterm/xterm.js")),
    ("xterm.css", STYLE, include_str!("../../../../book/theme/vendor/xterm/xterm.css")),
    ("addon-fit.js", SCRIPT, include_str!("../../../../book/theme/vendor/xterm/addon-fit.js")),
    ("live.css", STYLE, include_str!("../../../../book/theme/live.css")),
    ("terminal.js", SCRIPT, include_str!("assets/terminal.js")),
    ("classroom.js", SCRIPT, include_str!("assets/classroom.js")),
];

/// One of the list; a name is never a path.
pub async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => ([(CONTENT_TYPE, *kind)], *text).into_response(),
        None => (StatusCode::NOT_FOUND, "no such file\n").into_response(),
    }
}

/// The page of the classroom.
pub async fn classroom() -> Html<&'static str> {
    Html(include_str!("assets/classroom.html"))
}
