//! A scripted client: sends, and insists on what comes back.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, SockRef, Socket, Type};

use crate::wire::{Log, Wire};
use crate::{PATIENCE, Sender};

/// One connection to a server. Whatever does not come in time, or is not what was expected,
/// panics with everything that went over this connection.
pub struct Client {
    pub(crate) wire: Wire,
    sender: Sender,
    stream: Arc<TcpStream>,
    log: Arc<Log>,
    pub(crate) timeout: Duration,
}

impl Client {
    /// Connects, without reading the prompt.
    ///
    /// # Panics
    /// When the server does not accept within [`PATIENCE`].
    #[must_use]
    pub fn connect(addr: SocketAddr) -> Self {
        Self::try_connect(addr).unwrap_or_else(|error| panic!("cannot connect to {addr}: {error}"))
    }

    /// Connects, for tests in which the server may refuse.
    pub fn try_connect(addr: SocketAddr) -> io::Result<Self> {
        Self::over(TcpStream::connect_timeout(&addr, PATIENCE)?)
    }

    /// Connects with a receive buffer of about `bytes`, so that the server soon notices a client
    /// that does not read.
    pub fn connect_with_buffer(addr: SocketAddr, bytes: usize) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None)?;
        // The window is negotiated while connecting, so the size has to be set before.
        socket.set_recv_buffer_size(bytes)?;
        socket.connect_timeout(&addr.into(), PATIENCE)?;
        Self::over(socket.into())
    }

    fn over(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        let stream = Arc::new(stream);
        let log = Arc::new(Log::new());
        Ok(Self {
            wire: Wire::new(Arc::clone(&stream), Arc::clone(&log)),
            sender: Sender::new(Arc::clone(&stream), Arc::clone(&log)),
            stream,
            log,
            timeout: PATIENCE,
        })
    }

    /// How long each later operation may take.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
        self.sender.set_timeout(timeout);
    }

    /// A handle for sending from another thread while this one reads.
    #[must_use]
    pub fn sender(&self) -> Sender {
        self.sender.clone()
    }

    /// This end's address, as a server would log it.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.stream.local_addr()
    }

    /// What went over this connection: `>` sent, `<` received, `#` ended.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.text()
    }

    /// Sends `text` and a `\n` in one write.
    ///
    /// # Panics
    /// When the connection does not take it in time.
    pub fn send(&self, text: &str) {
        self.sender.send(text);
    }

    /// Sends exactly these bytes.
    ///
    /// # Panics
    /// When the connection does not take them in time.
    pub fn send_bytes(&self, bytes: &[u8]) {
        self.sender.send_bytes(bytes);
    }

    /// Sends exactly these bytes, for tests in which the server may close meanwhile.
    pub fn try_send_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        self.sender.try_send_bytes(bytes)
    }

    /// Shuts the sending side, for tests in which the server may close meanwhile.
    pub fn try_end_input(&self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)
    }

    /// Shuts the sending side, as `nc -N` does at the end of its input; reading goes on.
    ///
    /// # Panics
    /// When the connection is gone already.
    pub fn end_input(&self) {
        if let Err(error) = self.try_end_input() {
            self.fail("a connection whose sending side can be shut", error);
        }
    }

    /// Ends the connection by a reset, as a crashed machine would. Needs that no
    /// [`Sender`] of this client is left.
    ///
    /// # Panics
    /// When the socket does not allow it.
    pub fn reset(self) {
        if let Err(error) = SockRef::from(&*self.stream).set_linger(Some(Duration::ZERO)) {
            self.fail("a socket that can be reset", error);
        }
    }

    /// Closes the connection. Needs that no [`Sender`] of this client is left.
    pub fn close(self) {
        drop(self);
    }
}
