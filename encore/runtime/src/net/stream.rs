//! A connected socket, of whatever family.

use std::fmt;
use std::io::{self, IoSlice, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net;
use std::sync::Arc;

use super::split::{OwnedReadHalf, OwnedWriteHalf, ReadHalf, WriteHalf};
use crate::reactor::{Direction, Evented};

/// What a [`Stream`] can be made of: the standard library's sockets, which do not block here.
pub trait Socket: AsFd + fmt::Debug + Send + Sync + 'static {
    fn receive(&self, buffer: &mut [u8]) -> io::Result<usize>;
    fn send(&self, bytes: &[u8]) -> io::Result<usize>;
    fn send_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize>;
    fn shut_down(&self, how: Shutdown) -> io::Result<()>;
    fn set_nonblocking(&self) -> io::Result<()>;
}

/// The same calls on two types that share no trait.
macro_rules! socket {
    ($name:ty) => {
        impl Socket for $name {
            fn receive(&self, buffer: &mut [u8]) -> io::Result<usize> {
                (&mut &*self).read(buffer)
            }

            fn send(&self, bytes: &[u8]) -> io::Result<usize> {
                (&mut &*self).write(bytes)
            }

            fn send_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
                (&mut &*self).write_vectored(pieces)
            }

            fn shut_down(&self, how: Shutdown) -> io::Result<()> {
                self.shutdown(how)
            }

            fn set_nonblocking(&self) -> io::Result<()> {
                <$name>::set_nonblocking(self, true)
            }
        }
    };
}

socket!(std::net::TcpStream);
socket!(net::UnixStream);

/// A connected socket. See [`TcpStream`](super::TcpStream) and [`UnixStream`](super::UnixStream).
pub struct Stream<S: Socket> {
    io: Evented<S>,
}

impl<S: Socket> Stream<S> {
    /// From a socket of the standard library.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub fn from_std(socket: S) -> io::Result<Self> {
        socket.set_nonblocking()?;
        Ok(Self { io: Evented::new(socket)? })
    }

    pub(super) fn from_evented(io: Evented<S>) -> Self {
        Self { io }
    }

    pub(super) fn socket(&self) -> &S {
        self.io.get()
    }

    /// Reads what is there, or waits until something is. Zero bytes mean that the input has ended.
    pub async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.receive(buffer).await
    }

    /// Writes what there is room for, or waits until there is.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.send(bytes).await
    }

    /// The same for several pieces, with one call.
    pub async fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.send_vectored(pieces).await
    }

    /// Writes all of it. Not cancel-safe: dropped early, it has written an unknown part.
    pub async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.send_all(bytes).await
    }

    /// Waits until `try_read` is worth a try.
    pub async fn readable(&self) -> io::Result<()> {
        self.io.ready(Direction::Read).await.map(drop)
    }

    /// Waits until `try_write` is worth a try.
    pub async fn writable(&self) -> io::Result<()> {
        self.io.ready(Direction::Write).await.map(drop)
    }

    /// Reads what is there. Fails with `WouldBlock` if that is nothing.
    pub fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.io.attempt(Direction::Read, buffer.len(), |socket| socket.receive(buffer))
    }

    /// Writes what there is room for. Fails with `WouldBlock` if there is none.
    pub fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.io.attempt(Direction::Write, bytes.len(), |socket| socket.send(bytes))
    }

    /// The same for several pieces, with one call.
    pub fn try_write_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.io.attempt(Direction::Write, total(pieces), |socket| socket.send_vectored(pieces))
    }

    /// Ends one direction or both: the other side sees the end of its input.
    pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        self.socket().shut_down(how)
    }

    /// Two halves for one task, which go back together when they are dropped.
    pub fn split(&mut self) -> (ReadHalf<'_, S>, WriteHalf<'_, S>) {
        (ReadHalf(self), WriteHalf(self))
    }

    /// Two halves for two tasks. The socket is closed when both are dropped; dropping the write
    /// half ends the output before that.
    pub fn into_split(self) -> (OwnedReadHalf<S>, OwnedWriteHalf<S>) {
        let stream = Arc::new(self);
        (OwnedReadHalf::new(Arc::clone(&stream)), OwnedWriteHalf::new(stream))
    }

    pub(super) async fn receive(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = buffer.len();
        self.io.transfer(Direction::Read, wanted, |socket| socket.receive(buffer)).await
    }

    pub(super) async fn send(&self, bytes: &[u8]) -> io::Result<usize> {
        self.io.transfer(Direction::Write, bytes.len(), |socket| socket.send(bytes)).await
    }

    pub(super) async fn send_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let send = |socket: &S| socket.send_vectored(pieces);
        self.io.transfer(Direction::Write, total(pieces), send).await
    }

    pub(super) async fn send_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.send(bytes).await? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                count => bytes = &bytes[count..],
            }
        }
        Ok(())
    }
}

fn total(pieces: &[IoSlice<'_>]) -> usize {
    pieces.iter().map(|piece| piece.len()).sum()
}

impl<S: Socket> AsFd for Stream<S> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket().as_fd()
    }
}

impl<S: Socket> fmt::Debug for Stream<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.socket().fmt(f)
    }
}
