//! What a page does, without a browser: requests, and a WebSocket with JSON.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use testkit::PATIENCE;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long cargo may take to build a stage.
const BUILD: Duration = Duration::from_mins(5);

pub struct Page {
    socket: WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>,
}

impl Page {
    /// Opens a socket as a page of the server itself.
    pub async fn open(addr: SocketAddr, path: &str) -> Self {
        let origin = format!("http://{addr}");
        let opened = Self::try_open(addr, path, &[("origin", &origin)]).await;
        opened.unwrap_or_else(|status| panic!("{path}: refused with {status}"))
    }

    /// Opens a socket with these headers; the error is the status of the refusal.
    pub async fn try_open(
        addr: SocketAddr,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let mut request = format!("ws://{addr}{path}").into_client_request().expect("a request");
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().expect("a header"));
        }
        match timeout(PATIENCE, connect_async(request)).await.expect("an answer") {
            Ok((socket, _)) => Ok(Self { socket }),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// Opens a session and waits until its server runs.
    pub async fn run(addr: SocketAddr, stage: u8, scenario: &str) -> Self {
        let mut page = Self::open(addr, &format!("/live/run/{stage}/{scenario}")).await;
        let ready = page.within(BUILD).await.expect("an answer");
        assert_eq!(ready["type"], "ready", "{ready}");
        page
    }

    pub async fn ask(&mut self, question: Value) {
        self.raw(Message::text(question.to_string())).await;
    }

    pub async fn line(&mut self, client: usize, text: &str) {
        self.ask(json!({ "type": "line", "client": client, "text": text })).await;
    }

    /// Connects a client and logs it in.
    pub async fn log_in(&mut self, client: usize, name: &str) {
        self.ask(json!({ "type": "open", "client": client })).await;
        self.sees(client, "Enter your username").await;
        self.line(client, name).await;
        self.sees(client, &format!("Welcome, {name}!")).await;
    }

    pub async fn raw(&mut self, message: Message) {
        // A refused socket may be closed already; what it has said can still be read.
        let _ = self.socket.send(message).await;
    }

    /// The next message; None at the end.
    pub async fn next(&mut self) -> Option<Value> {
        self.within(PATIENCE).await
    }

    async fn within(&mut self, limit: Duration) -> Option<Value> {
        loop {
            match timeout(limit, self.socket.next()).await.expect("something in time") {
                Some(Ok(Message::Text(text))) => {
                    return Some(serde_json::from_str(&text).expect("it is JSON"));
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next message of a kind for which something holds.
    pub async fn until(&mut self, kind: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let mut passed = Vec::new();
        let all = async {
            while let Some(told) = self.next().await {
                if told["type"] == kind && holds(&told) {
                    return Some(told);
                }
                passed.push(told);
            }
            None
        };
        let found = timeout(PATIENCE, all).await.ok().flatten();
        found.unwrap_or_else(|| panic!("no {kind}; there came {passed:#?}"))
    }

    /// Waits for text at a client's terminal, even if it comes in pieces.
    pub async fn sees(&mut self, client: usize, text: &str) {
        let mut seen = String::new();
        while !seen.contains(text) {
            let told = self.until("data", |told| told["client"] == client).await;
            seen += told["text"].as_str().unwrap_or_default();
        }
    }

    /// Whether the server closes the socket.
    pub async fn ends(&mut self) -> bool {
        let all = async { while self.next().await.is_some() {} };
        timeout(PATIENCE, all).await.is_ok()
    }
}

/// The status and the body of a request, written by hand so that every header can be wrong.
pub fn request(addr: SocketAddr, head: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(addr).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
    let length = body.len();
    let text = format!("{head}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).expect("it takes the request");
    let mut answer = Vec::new();
    // What came before an early end is the answer.
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_else(|| panic!("no status in {answer:?}")), answer)
}

/// Of a request for a page that says how it calls the server.
pub fn get(addr: SocketAddr, path: &str, host: &str) -> (u16, String) {
    request(addr, &format!("GET {path} HTTP/1.1\r\nHost: {host}"), "")
}
