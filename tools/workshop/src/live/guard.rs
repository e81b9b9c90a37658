//! Who may ask: pages of this very server, and programs that are no browser.
//!
//! A page of another site can make a reader's browser send requests here, and a name of its own
//! can be made to lead here (DNS rebinding). So a request has to name this server by an address
//! that nobody else can own, and a browser's has to come from a page of it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN, UPGRADE};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// How this server may be called.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    pub port: u16,
    /// Whether others than this machine may ask.
    pub network: bool,
}

/// The only value of the header, if it is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

impl Guard {
    /// Why a request is refused.
    fn refusal(self, request: &Request) -> Option<&'static str> {
        let headers = request.headers();
        let Some(host) = only(headers, &HOST).filter(|host| self.is_ours(host)) else {
            return Some("this server is not called like that");
        };
        if request.uri().authority().is_some() {
            return Some("this server is no proxy");
        }
        let is_upgrade = headers.contains_key(UPGRADE);
        if !headers.contains_key(ORIGIN) {
            // Browsers always send it with a WebSocket; who asks for a page by hand does not.
            return is_upgrade.then_some("a WebSocket needs an Origin");
        }
        let same = only(headers, &ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
        if same == Some(host) { None } else { Some("this page belongs to another server") }
    }

    /// An address, or the name that every machine has for itself: a name that somebody else
    /// owns could lead here at any time.
    fn is_ours(self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        if host.contains('@') || authority.port_u16().unwrap_or(80) != self.port {
            return false;
        }
        let name = authority.host();
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        let Ok(address) = inner.parse::<IpAddr>() else { return false };
        let loopback = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
        self.network || loopback.contains(&address)
    }
}

/// Answers refused requests, and tells browsers to frame none of the pages.
pub async fn check(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if let Some(why) = guard.refusal(&request) {
        return (StatusCode::FORBIDDEN, format!("{why}\n")).into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let told = [
        ("content-security-policy", "frame-ancestors 'self'"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        // A page is built again while it is being read.
        ("cache-control", "no-cache"),
    ];
    for (name, value) in told {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    const HERE: Guard = Guard { port: 3000, network: false };
    const CLASS: Guard = Guard { port: 3000, network: true };

    fn refused(guard: Guard, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().uri("/live/hello");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        guard.refusal(&request.body(Body::empty()).unwrap()).is_some()
    }

    #[test]
    fn only_names_that_nobody_else_can_own() {
        for host in ["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST:3000"] {
            assert!(HERE.is_ours(host) && CLASS.is_ours(host), "{host} is refused");
        }
        for host in [
            "evil.example:3000",
            "127.0.0.1.evil.example:3000",
            "localhost.evil.example:3000",
            "127.0.0.1:3001",
            "127.0.0.1",
            "localhost:3000@evil.example:3000",
            "evil@localhost:3000",
            "",
        ] {
            assert!(!HERE.is_ours(host) && !CLASS.is_ours(host), "{host:?} is accepted");
        }
        assert!(CLASS.is_ours("192.168.1.7:3000") && !HERE.is_ours("192.168.1.7:3000"));
    }

    #[test]
    fn a_browser_has_to_come_from_a_page_of_this_server() {
        let host = ("host", "localhost:3000");
        assert!(!refused(HERE, &[host]));
        assert!(!refused(HERE, &[host, ("origin", "http://localhost:3000")]));
        for origin in [
            "http://evil.example",
            "https://localhost:3000",
            "http://localhost:3001",
            "http://127.0.0.1:3000",
            "null",
            "",
        ] {
            assert!(refused(HERE, &[host, ("origin", origin)]), "{origin:?} is accepted");
        }
    }

    #[test]
    fn a_websocket_says_where_it_comes_from() {
        let socket = [("host", "localhost:3000"), ("upgrade", "websocket")];
        assert!(refused(HERE, &socket));
        let named = [socket[0], socket[1], ("origin", "http://localhost:3000")];
        assert!(!refused(HERE, &named));
    }

    #[test]
    fn a_second_host_or_origin_is_not_overlooked() {
        let (host, origin) = (("host", "localhost:3000"), ("origin", "http://localhost:3000"));
        assert!(refused(HERE, &[]));
        assert!(refused(HERE, &[host, ("host", "evil.example")]));
        assert!(refused(HERE, &[host, origin, ("origin", "http://evil.example")]));
    }
}
