//! Halves of a stream, so that one place reads while another one writes.

use std::fmt;
use std::io::{self, IoSlice};
use std::net::Shutdown;
use std::sync::Arc;

use super::stream::{Socket, Stream};

/// The reading half of a borrowed stream.
#[derive(Debug)]
pub struct ReadHalf<'a, S: Socket>(pub(super) &'a Stream<S>);

/// The writing half of a borrowed stream.
#[derive(Debug)]
pub struct WriteHalf<'a, S: Socket>(pub(super) &'a Stream<S>);

/// The reading half of a stream that two tasks share.
#[derive(Debug)]
pub struct OwnedReadHalf<S: Socket>(Arc<Stream<S>>);

/// The writing half of a stream that two tasks share. Dropping it ends the output.
#[derive(Debug)]
pub struct OwnedWriteHalf<S: Socket> {
    stream: Arc<Stream<S>>,
    /// The output goes on: this half was put together with the other one again.
    keep: bool,
}

/// The halves that were put together do not belong together. They are given back.
#[derive(Debug)]
pub struct ReuniteError<S: Socket>(pub OwnedReadHalf<S>, pub OwnedWriteHalf<S>);

impl<S: Socket> OwnedReadHalf<S> {
    pub(super) fn new(stream: Arc<Stream<S>>) -> Self {
        Self(stream)
    }

    /// The whole stream again.
    pub fn reunite(self, mut other: OwnedWriteHalf<S>) -> Result<Stream<S>, ReuniteError<S>> {
        if !Arc::ptr_eq(&self.0, &other.stream) {
            return Err(ReuniteError(self, other));
        }
        other.keep = true;
        drop(other);
        match Arc::try_unwrap(self.0) {
            Ok(stream) => Ok(stream),
            Err(_) => unreachable!("a stream has two halves"),
        }
    }
}

impl<S: Socket> OwnedWriteHalf<S> {
    pub(super) fn new(stream: Arc<Stream<S>>) -> Self {
        Self { stream, keep: false }
    }
}

impl<S: Socket> Drop for OwnedWriteHalf<S> {
    fn drop(&mut self) {
        if !self.keep {
            // It fails if the connection has ended, and then there is nothing to end.
            let _ = self.stream.shutdown(Shutdown::Write);
        }
    }
}

impl<S: Socket> fmt::Display for ReuniteError<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the halves are of two different streams")
    }
}

impl<S: Socket> std::error::Error for ReuniteError<S> {}

/// Two kinds of halves, borrowed and owned, with the same methods. See [`Stream`] for what each
/// of them does.
macro_rules! read_half {
    ($half:ty, $self:ident => $stream:expr) => {
        impl<S: Socket> $half {
            pub async fn read(&mut $self, buffer: &mut [u8]) -> io::Result<usize> {
                $stream.receive(buffer).await
            }

            pub async fn readable(&$self) -> io::Result<()> {
                $stream.readable().await
            }

            pub fn try_read(&$self, buffer: &mut [u8]) -> io::Result<usize> {
                $stream.try_read(buffer)
            }
        }

        impl<S: Socket> AsRef<Stream<S>> for $half {
            fn as_ref(&$self) -> &Stream<S> {
                &$stream
            }
        }
    };
}

macro_rules! write_half {
    ($half:ty, $self:ident => $stream:expr) => {
        impl<S: Socket> $half {
            pub async fn write(&mut $self, bytes: &[u8]) -> io::Result<usize> {
                $stream.send(bytes).await
            }

            pub async fn write_vectored(&mut $self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
                $stream.send_vectored(pieces).await
            }

            pub async fn write_all(&mut $self, bytes: &[u8]) -> io::Result<()> {
                $stream.send_all(bytes).await
            }

            pub async fn writable(&$self) -> io::Result<()> {
                $stream.writable().await
            }

            pub fn try_write(&$self, bytes: &[u8]) -> io::Result<usize> {
                $stream.try_write(bytes)
            }

            pub fn try_write_vectored(&$self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
                $stream.try_write_vectored(pieces)
            }

            /// Ends the output: the other side sees the end of its input.
            pub fn shutdown(&mut $self) -> io::Result<()> {
                $stream.shutdown(Shutdown::Write)
            }
        }

        impl<S: Socket> AsRef<Stream<S>> for $half {
            fn as_ref(&$self) -> &Stream<S> {
                &$stream
            }
        }
    };
}

read_half!(ReadHalf<'_, S>, self => self.0);
read_half!(OwnedReadHalf<S>, self => self.0);
write_half!(WriteHalf<'_, S>, self => self.0);
write_half!(OwnedWriteHalf<S>, self => self.stream);
