//! Unix sockets: the same within one machine, with a path for an address.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::{self, SocketAddr};
use std::path::Path;

use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};

use super::stream::Stream;
use crate::reactor::{Direction, Evented};

/// A connection through a Unix socket.
pub type UnixStream = Stream<net::UnixStream>;

impl UnixStream {
    /// Connects to the socket at this path. Fails with `WouldBlock` if too many wait to be accepted
    /// there: unlike TCP, the system does not say when to try again.
    ///
    /// # Panics
    /// Outside of a runtime.
    #[expect(clippy::unused_async, reason = "tokio's awaits, so that a reader can compare")]
    pub async fn connect(path: impl AsRef<Path>) -> io::Result<Self> {
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
        // Succeeds or fails at once.
        connect(&socket, &SocketAddrUnix::new(path.as_ref())?)?;
        Ok(Self::from_evented(Evented::new(net::UnixStream::from(socket))?))
    }

    /// Two sockets that are connected with each other.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub fn pair() -> io::Result<(Self, Self)> {
        let (one, other) = net::UnixStream::pair()?;
        Ok((Self::from_std(one)?, Self::from_std(other)?))
    }

    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket().local_addr()
    }

    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.socket().peer_addr()
    }
}

/// A socket that accepts connections at a path.
pub struct UnixListener {
    io: Evented<net::UnixListener>,
}

impl UnixListener {
    /// Listens at a path, where there must not be a file yet. Dropping the listener leaves it there.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub fn bind(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::from_std(net::UnixListener::bind(path)?)
    }

    /// From a listener of the standard library.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub fn from_std(listener: net::UnixListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(Self { io: Evented::new(listener)? })
    }

    /// Waits for a connection.
    pub async fn accept(&self) -> io::Result<(UnixStream, SocketAddr)> {
        let (socket, peer) = self.io.run(Direction::Read, net::UnixListener::accept).await?;
        Ok((UnixStream::from_std(socket)?, peer))
    }

    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.io.get().local_addr()
    }
}

impl AsFd for UnixListener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.io.get().as_fd()
    }
}
