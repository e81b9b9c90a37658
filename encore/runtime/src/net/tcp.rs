//! TCP.

use std::io;
use std::net::{self, SocketAddr, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd};

use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, connect, ipproto, socket_with, sockopt};

use super::stream::Stream;
use crate::reactor::{Direction, Evented};

/// Connections that wait to be accepted. More are turned away, and try again after a second.
const BACKLOG: i32 = 1024;

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
        let addresses: Vec<_> = addresses.to_socket_addrs()?.collect();
        for address in addresses {
            match Self::connect_to(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    async fn connect_to(address: SocketAddr) -> io::Result<Self> {
        let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let socket = socket_with(family, SocketType::STREAM, flags, Some(ipproto::TCP))?;
        match connect(&socket, &address) {
            Ok(()) | Err(Errno::INPROGRESS | Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let io = Evented::connecting(net::TcpStream::from(socket))?;
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
    #[expect(clippy::unused_async, reason = "tokio's awaits, so that a reader can compare")]
    pub async fn bind(addresses: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = net::TcpListener::bind(addresses)?;
        // Calling it again changes the number.
        rustix::net::listen(&listener, BACKLOG)?;
        Self::from_std(listener)
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

    /// How many bytes that were written the system keeps for each connection that is accepted from
    /// now on. It takes twice as many, half of them for its own needs.
    pub fn set_send_buffer_size(&self, bytes: usize) -> io::Result<()> {
        Ok(sockopt::set_socket_send_buffer_size(self.io.get(), bytes)?)
    }
}

impl AsFd for TcpListener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.io.get().as_fd()
    }
}
