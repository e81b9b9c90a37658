//! TCP.

use std::io;
use std::net::{self, SocketAddr, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd};

use rustix::io::Errno;
use rustix::net::connect;

use super::stream::Stream;
use super::tcp_socket::{TcpSocket, lookup_host};
use crate::reactor::{Direction, Evented};

/// Connections that wait to be accepted. More are turned away, and try again after a second.
const BACKLOG: u32 = 1024;

/// A TCP connection.
pub type TcpStream = Stream<net::TcpStream>;

impl TcpStream {
    /// Connects to the first of the addresses that answers. Looking a name up blocks the thread:
    /// give an address where that matters.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub async fn connect(addresses: impl ToSocketAddrs) -> io::Result<Self> {
        let mut refused = io::ErrorKind::AddrNotAvailable.into();
        for address in lookup_host(addresses).await? {
            match Self::connect_to(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    async fn connect_to(address: SocketAddr) -> io::Result<Self> {
        let socket = TcpSocket::for_address(address)?;
        match connect(&socket, &address) {
            Ok(()) | Err(Errno::INPROGRESS | Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let io = Evented::connecting(socket.into_std())?;
        io.ready(Direction::Write).await?;
        match io.get().take_error()? {
            None => Ok(Self::from_evented(io)),
            Some(error) => Err(error),
        }
    }

    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket().local_addr()
    }

    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.socket().peer_addr()
    }

    /// Sends each write at once, rather than wait for more to send with it.
    pub fn set_nodelay(&self, nodelay: bool) -> io::Result<()> {
        self.socket().set_nodelay(nodelay)
    }
}

/// A socket that accepts TCP connections.
pub struct TcpListener {
    io: Evented<net::TcpListener>,
}

impl TcpListener {
    /// Listens on the first of the addresses that allows it. Looking a name up blocks the thread.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub async fn bind(addresses: impl ToSocketAddrs) -> io::Result<Self> {
        let mut refused = io::ErrorKind::AddrNotAvailable.into();
        for address in lookup_host(addresses).await? {
            let socket = TcpSocket::for_address(address)?;
            socket.set_reuseaddr(true)?;
            match socket.bind(address).and_then(|()| socket.listen(BACKLOG)) {
                Ok(listener) => return Ok(listener),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    /// From a listener of the standard library.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub fn from_std(listener: net::TcpListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(Self { io: Evented::new(listener)? })
    }

    /// Waits for a connection.
    pub async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let (socket, peer) = self.io.run(Direction::Read, net::TcpListener::accept).await?;
        Ok((TcpStream::from_std(socket)?, peer))
    }

    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.io.get().local_addr()
    }
}

impl AsFd for TcpListener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.io.get().as_fd()
    }
}
