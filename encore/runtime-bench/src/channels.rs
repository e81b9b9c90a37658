//! Channels of the three runtimes. smol's own are those of async-channel.

use std::future::Future;

use crate::contenders::{Own, Smol, Tokio};

/// Sends numbers, and ends the channel when its last clone is dropped.
pub trait Sender: Clone + Send + Sync + 'static {
    /// Waits for a place, if places are limited.
    fn send(&self, value: u32) -> impl Future<Output = ()> + Send;
}

/// Receives what was sent.
pub trait Receiver: Send + 'static {
    fn recv(&mut self) -> impl Future<Output = Option<u32>> + Send;
}

/// A runtime with its channels.
pub trait Channels {
    /// In this one so many values may wait.
    fn bounded(capacity: usize) -> (impl Sender, impl Receiver);
    fn unbounded() -> (impl Sender, impl Receiver);
}

/// Senders that wait, and one that does not; the receiver's end; and how all of them are made.
macro_rules! channels {
    ($runtime:ty, [$($waits:ty)?], [$($at_once:ty)?], [$($receiver:ty),+], $bounded:path, $unbounded:path) => {
        $(impl Sender for $waits {
            async fn send(&self, value: u32) {
                assert!(self.send(value).await.is_ok(), "the receiver waits for it");
            }
        })?

        $(impl Sender for $at_once {
            async fn send(&self, value: u32) {
                assert!(self.send(value).is_ok(), "the receiver waits for it");
            }
        })?

        $(impl Receiver for $receiver {
            async fn recv(&mut self) -> Option<u32> {
                // An option with some, a result with others.
                <$receiver>::recv(self).await.into_iter().next()
            }
        })+

        impl Channels for $runtime {
            fn bounded(capacity: usize) -> (impl Sender, impl Receiver) {
                $bounded(capacity)
            }

            fn unbounded() -> (impl Sender, impl Receiver) {
                $unbounded()
            }
        }
    };
}

channels!(
    Own,
    [runtime::sync::mpsc::Sender<u32>],
    [runtime::sync::mpsc::UnboundedSender<u32>],
    [runtime::sync::mpsc::Receiver<u32>],
    runtime::sync::mpsc::channel,
    runtime::sync::mpsc::unbounded_channel
);
channels!(
    Tokio,
    [tokio::sync::mpsc::Sender<u32>],
    [tokio::sync::mpsc::UnboundedSender<u32>],
    [tokio::sync::mpsc::Receiver<u32>, tokio::sync::mpsc::UnboundedReceiver<u32>],
    tokio::sync::mpsc::channel,
    tokio::sync::mpsc::unbounded_channel
);
channels!(
    Smol,
    [async_channel::Sender<u32>],
    [],
    [async_channel::Receiver<u32>],
    async_channel::bounded,
    async_channel::unbounded
);
