//! A client's socket, encrypted or not.

use std::io::{self, ErrorKind, IoSlice, Read, Write as _};
use std::net::Shutdown;

use parking_lot::Mutex;
use socket2::SockRef;
use tokio::net::TcpStream;
use tokio_rustls::rustls::ServerConnection;

use crate::frame::ReadBuffer;
use crate::socket::{self, Write};

/// Where the lines of one client come from and go to. Nothing here waits.
#[derive(Debug)]
pub struct Wire {
    pub socket: TcpStream,
    /// Boxed, since it takes tens of kilobytes, and most connections are not encrypted.
    tls: Option<Box<Mutex<Tls>>>,
}

/// One end of an encrypted connection. Reads and writes need all of it, and take turns.
#[derive(Debug)]
struct Tls {
    session: ServerConnection,
    /// There is something that has come already: the socket will not say so again.
    has_more: bool,
    /// How much has been sent, encrypted.
    sent: u64,
}

impl Wire {
    pub fn plain(socket: TcpStream) -> Self {
        Self { socket, tls: None }
    }

    /// After the handshake.
    pub fn encrypted(socket: TcpStream, session: ServerConnection) -> Self {
        // The first lines may have come along with the handshake. A look finds out.
        let tls = Tls { session, has_more: true, sent: 0 };
        Self { socket, tls: Some(Box::new(Mutex::new(tls))) }
    }

    /// Whether what has been written may still wait here. Writing nothing goes on with it then.
    pub fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// How much has gone out that the counts of what was written do not tell.
    pub fn sent(&self) -> u64 {
        self.tls.as_ref().map_or(0, |tls| tls.lock().sent)
    }

    /// Whether there is something to read for which the socket need not be waited for.
    pub fn has_more(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| tls.lock().has_more)
    }

    /// Reads what has come. The count is 0 at the end of the input.
    pub fn read(&self, buffer: &mut ReadBuffer) -> io::Result<usize> {
        match &self.tls {
            None => socket::read(&self.socket, buffer),
            Some(tls) => tls.lock().read(&self.socket, buffer),
        }
    }

    /// Takes as much as there is room for. `WouldBlock` if the socket is full.
    pub fn write(&self, slices: &[IoSlice<'_>], write: Write) -> io::Result<usize> {
        match &self.tls {
            None if slices.is_empty() => Ok(0),
            None => write(&self.socket, slices),
            Some(tls) => tls.lock().write(slices, &mut Raw { socket: &self.socket, write }),
        }
    }

    /// Says that nothing more will come.
    pub fn shut(&self) {
        if let Some(tls) = &self.tls {
            let mut tls = tls.lock();
            tls.session.send_close_notify();
            // A client that is gone, or that takes no more, need not be told.
            let _ = tls.flush(&mut Raw { socket: &self.socket, write: socket::write });
        }
        // The same here.
        let _ = SockRef::from(&self.socket).shutdown(Shutdown::Write);
    }
}

impl Tls {
    fn read(&mut self, socket: &TcpStream, buffer: &mut ReadBuffer) -> io::Result<usize> {
        let mut raw = Raw { socket, write: socket::write };
        loop {
            let state = self.session.process_new_packets();
            // An answer of the protocol; after an error, what was wrong. What the socket does not
            // take goes out with the next line.
            match self.flush(&mut raw) {
                Err(error) if error.kind() != ErrorKind::WouldBlock => return Err(error),
                _ => {}
            }
            let state = state.map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
            let unread = state.plaintext_bytes_to_read();
            if unread > 0 {
                let count = socket::land(buffer, |landing| self.session.reader().read(landing))?;
                self.has_more = count < unread || state.peer_has_closed();
                return Ok(count);
            }
            if state.peer_has_closed() {
                return Ok(0);
            }
            self.has_more = false;
            // The end without a goodbye: somebody else may have cut the connection.
            if self.session.read_tls(&mut raw)? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
    }

    fn write(&mut self, slices: &[IoSlice<'_>], raw: &mut Raw<'_>) -> io::Result<usize> {
        // While that does not go out, nothing more is taken.
        self.flush(raw)?;
        let count = self.session.writer().write_vectored(slices)?;
        match self.flush(raw) {
            Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
            // What was taken counts as written. The caller writes until nothing is left, even here.
            _ => Ok(count),
        }
    }

    /// Sends what has been encrypted.
    fn flush(&mut self, raw: &mut Raw<'_>) -> io::Result<()> {
        while self.session.wants_write() {
            self.sent += self.session.write_tls(raw)? as u64;
        }
        Ok(())
    }
}

/// The socket as rustls sees it.
struct Raw<'a> {
    socket: &'a TcpStream,
    write: Write,
}

impl io::Read for Raw<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        socket::receive(self.socket, buffer)
    }
}

impl io::Write for Raw<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(bytes)])
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        (self.write)(self.socket, slices)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net;
    use std::sync::Arc;
    use std::thread;

    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig};

    use super::*;
    use crate::outbox::Outbox;

    /// The server's end, and a client that reads nothing but the handshake.
    async fn pair() -> (Wire, net::TcpStream) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (cert, provider) = (made.cert.der().clone(), Arc::new(ring::default_provider()));
        let mut roots = RootCertStore::empty();
        roots.add(cert.clone()).unwrap();
        let client = ClientConfig::builder_with_provider(Arc::clone(&provider));
        let client = client.with_safe_default_protocol_versions().unwrap();
        let client = Arc::new(client.with_root_certificates(roots).with_no_client_auth());
        let server = ServerConfig::builder_with_provider(provider);
        let server = server.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let key = made.signing_key.serialize_der().try_into().unwrap();
        let server = server.with_single_cert(vec![cert], key).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let client = thread::spawn(move || {
            let mut socket = net::TcpStream::connect(address).unwrap();
            let mut session =
                ClientConnection::new(client, "localhost".try_into().unwrap()).unwrap();
            session.complete_io(&mut socket).unwrap();
            socket
        });
        let acceptor = TlsAcceptor::from(Arc::new(server));
        let accepted = acceptor.accept(listener.accept().await.unwrap().0).await.unwrap();
        let (socket, session) = accepted.into_inner();
        (Wire::encrypted(socket, session), client.join().unwrap())
    }

    #[tokio::test]
    async fn all_is_written_only_when_all_is_sent() {
        let (wire, _client) = pair().await;
        let outbox = Outbox::new(1 << 30, wire);
        let waits = |wire: &Wire| wire.tls.as_ref().unwrap().lock().session.wants_write();
        loop {
            outbox.answer("x".repeat(1000));
            if !outbox.write() {
                break;
            }
            assert!(!waits(&outbox.wire), "nobody would send the rest");
        }
        assert!(waits(&outbox.wire), "the socket is full");
    }
}
