//! A connection of either kind, and what the runtime can do with it.

use std::fmt;
use std::io::{self, ErrorKind, IoSlice};
use std::net::{Shutdown, SocketAddr};
use std::time::Duration;

use runtime::net::TcpStream;
#[cfg(unix)]
use runtime::net::UnixStream;
use runtime::time::timeout;
use runtime::yield_now;

/// How long the server waits for a client to read the end and hang up.
const LINGER: Duration = Duration::from_secs(1);

/// A client's connection. What is waited for is that it is ready; reading and
/// writing themselves do as much as can be done at once.
#[derive(Debug)]
pub enum Socket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Socket {
    pub async fn readable(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.readable().await,
            #[cfg(unix)]
            Self::Unix(stream) => stream.readable().await,
        }
    }

    pub async fn writable(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.writable().await,
            #[cfg(unix)]
            Self::Unix(stream) => stream.writable().await,
        }
    }

    /// Reads what is there; an error of kind `WouldBlock` if that is nothing.
    pub fn try_read(&self, space: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(space),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_read(space),
        }
    }

    /// Writes as much of the pieces as there is room for, with one call.
    pub fn try_write(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write_vectored(pieces),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_write_vectored(pieces),
        }
    }

    /// Says that nothing more comes, and waits a moment for the client to hang
    /// up: closing with unread input would throw away what is on its way.
    pub async fn close(self) {
        let is_shut = match &self {
            Self::Tcp(stream) => stream.shutdown(Shutdown::Write),
            #[cfg(unix)]
            Self::Unix(stream) => stream.shutdown(Shutdown::Write),
        };
        if is_shut.is_ok() {
            // A client that stays longer is hung up on.
            let _ = timeout(LINGER, self.skip_input()).await;
        }
    }

    async fn skip_input(&self) {
        while self.readable().await.is_ok() {
            match self.try_read(&mut [0; 1024]) {
                Ok(0) => return,
                Err(error) if error.kind() != ErrorKind::WouldBlock => return,
                // Input that is always there would let neither time pass nor
                // anybody else run.
                _ => yield_now().await,
            }
        }
    }
}

/// Where a client is connected from, for the log.
#[derive(Debug, Clone, Copy)]
pub enum Peer {
    Tcp(SocketAddr),
    #[cfg(unix)]
    Unix,
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            #[cfg(unix)]
            Self::Unix => f.write_str("unix"),
        }
    }
}
