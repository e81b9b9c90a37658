//! A TCP socket before it is put to use, for settings that have to be there from the start.

use std::io;
use std::net::{self, SocketAddr, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::vec::IntoIter;

use rustix::net::{
    AddressFamily, SocketFlags, SocketType, bind, ipproto, listen, socket_with, sockopt,
};

use super::tcp::TcpListener;

/// A socket that is neither connected nor listening. Connections that a listener accepts have the
/// settings that it had when it began to listen.
#[derive(Debug)]
pub struct TcpSocket(OwnedFd);

impl TcpSocket {
    /// For addresses of IPv4.
    pub fn new_v4() -> io::Result<Self> {
        Self::new(AddressFamily::INET)
    }

    /// For addresses of IPv6.
    pub fn new_v6() -> io::Result<Self> {
        Self::new(AddressFamily::INET6)
    }

    fn new(family: AddressFamily) -> io::Result<Self> {
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        Ok(Self(socket_with(family, SocketType::STREAM, flags, Some(ipproto::TCP))?))
    }

    /// The one that fits this address.
    pub(super) fn for_address(address: SocketAddr) -> io::Result<Self> {
        if address.is_ipv4() { Self::new_v4() } else { Self::new_v6() }
    }

    /// Lets it have an address on which connections of an earlier program have not yet run out.
    pub fn set_reuseaddr(&self, reuse: bool) -> io::Result<()> {
        Ok(sockopt::set_socket_reuseaddr(&self.0, reuse)?)
    }

    /// How many bytes that were written the system keeps. It takes twice as many, half of them for
    /// its own needs.
    pub fn set_send_buffer_size(&self, bytes: u32) -> io::Result<()> {
        Ok(sockopt::set_socket_send_buffer_size(&self.0, bytes as usize)?)
    }

    /// Gives it a local address.
    pub fn bind(&self, address: SocketAddr) -> io::Result<()> {
        Ok(bind(&self.0, &address)?)
    }

    /// Listens for connections, of which so many may wait to be accepted. The system has a limit
    /// of its own for that.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub fn listen(self, backlog: u32) -> io::Result<TcpListener> {
        listen(&self.0, i32::try_from(backlog).unwrap_or(i32::MAX))?;
        TcpListener::from_std(self.0.into())
    }

    /// Hands over the socket, which does not block.
    pub(super) fn into_std(self) -> net::TcpStream {
        self.0.into()
    }
}

impl AsFd for TcpSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// The addresses that a name has. Looking it up blocks the thread.
pub async fn lookup_host(host: impl ToSocketAddrs) -> io::Result<IntoIter<SocketAddr>> {
    Ok(host.to_socket_addrs()?.collect::<Vec<_>>().into_iter())
}
