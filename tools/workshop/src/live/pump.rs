//! A WebSocket as two channels.

use axum::extract::ws::{Message, WebSocket};
use serde::de::DeserializeOwned;
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::time::{self, Instant};

use super::limits::{PING, STALL};

/// Carries messages both ways until one side has had enough, or the page is gone.
pub async fn pump<A: DeserializeOwned>(
    socket: &mut WebSocket,
    asks: &Sender<A>,
    tells: &mut Receiver<String>,
) {
    let (mut heard, mut ticks, mut held) = (Instant::now(), time::interval(PING), None);
    loop {
        tokio::select! {
            tell = tells.recv() => {
                let Some(tell) = tell else { return };
                if !send(socket, Message::text(tell)).await {
                    return;
                }
            }
            // While a question waits, no other is read.
            message = socket.recv(), if held.is_none() => {
                let Some(Ok(message)) = message else { return };
                heard = Instant::now();
                match question(&message) {
                    Ok(ask) => held = ask,
                    Err(()) => return,
                }
            }
            permit = asks.reserve(), if held.is_some() => {
                let (Ok(permit), Some(ask)) = (permit, held.take()) else { return };
                permit.send(ask);
            }
            _ = ticks.tick() => {
                let gone = heard.elapsed() > STALL;
                if gone || !send(socket, Message::Ping("".into())).await {
                    return;
                }
            }
        }
    }
}

/// Whether the page has taken it.
pub async fn send(socket: &mut WebSocket, message: Message) -> bool {
    matches!(time::timeout(STALL, socket.send(message)).await, Ok(Ok(())))
}

/// What a message asks for. What is no question ends the socket.
fn question<A: DeserializeOwned>(message: &Message) -> Result<Option<A>, ()> {
    match message {
        Message::Text(text) => serde_json::from_str(text).map(Some).map_err(|_| ()),
        Message::Ping(_) | Message::Pong(_) => Ok(None),
        Message::Binary(_) | Message::Close(_) => Err(()),
    }
}
