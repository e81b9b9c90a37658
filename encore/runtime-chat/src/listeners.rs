//! The doors: TCP, and a Unix socket if there is one.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use runtime::net::TcpListener;
#[cfg(unix)]
use runtime::select;

use crate::config::ServerConfig;
use crate::error::ChatError;
use crate::listen::listen;
use crate::socket::{Peer, Socket};
#[cfg(unix)]
use crate::unix::UnixSocket;

/// All that the server listens on.
pub struct Listeners {
    tcp: TcpListener,
    address: SocketAddr,
    #[cfg(unix)]
    unix: Option<UnixSocket>,
}

impl Listeners {
    pub async fn bind(config: &ServerConfig) -> Result<Self, ChatError> {
        let address = config.address.as_ref();
        let tcp = listen(address).await.and_then(|tcp| Ok((tcp.local_addr()?, tcp)));
        let (address, tcp) =
            tcp.map_err(|error| ChatError::CannotListen(address.to_owned(), error))?;
        #[cfg(unix)]
        {
            let unix = match &config.unix {
                Some(path) => {
                    let unix = UnixSocket::bind(path).await;
                    Some(unix.map_err(|error| refused(path, error))?)
                }
                None => None,
            };
            Ok(Self { tcp, address, unix })
        }
        #[cfg(not(unix))]
        match &config.unix {
            None => Ok(Self { tcp, address }),
            Some(path) => Err(refused(path, io::ErrorKind::Unsupported.into())),
        }
    }

    /// The address of the first, with the real port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The path of the second.
    pub fn path(&self) -> Option<&Path> {
        #[cfg(unix)]
        return self.unix.as_ref().map(UnixSocket::path);
        #[cfg(not(unix))]
        None
    }

    /// The next connection, whichever way it comes.
    #[cfg(unix)]
    pub async fn accept(&self) -> io::Result<(Socket, Peer)> {
        let Some(unix) = &self.unix else { return accept_tcp(&self.tcp).await };
        select! {
            accepted = accept_tcp(&self.tcp) => accepted,
            accepted = unix.accept() => Ok((Socket::Unix(accepted?), Peer::Unix)),
        }
    }

    #[cfg(not(unix))]
    pub async fn accept(&self) -> io::Result<(Socket, Peer)> {
        accept_tcp(&self.tcp).await
    }
}

async fn accept_tcp(listener: &TcpListener) -> io::Result<(Socket, Peer)> {
    let (stream, peer) = listener.accept().await?;
    // Else a short line waits until the one before it has been acknowledged.
    // A client that is gone already is noticed soon enough.
    let _ = stream.set_nodelay(true);
    Ok((Socket::Tcp(stream), Peer::Tcp(peer)))
}

fn refused(path: &Path, error: io::Error) -> ChatError {
    ChatError::CannotListen(path.display().to_string(), error)
}
