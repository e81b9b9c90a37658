//! A listening socket with the buffers that a chat wants.

use std::io;

use tokio::net::{TcpListener, TcpSocket, lookup_host};

/// Bytes that the system may keep for a client after we have written them. By
/// default that is megabytes, with room reported only when a third is free: then
/// a client that reads 200 KiB a second seems to read nothing for seconds.
const SEND_BUFFER: u32 = 128 * 1024;

/// Connections that wait to be accepted. More are turned away, and try again
/// after a second.
const BACKLOG: u32 = 1024;

/// Listens on the first of the addresses that allows it.
pub async fn listen(address: &str) -> io::Result<TcpListener> {
    let mut refused = io::ErrorKind::AddrNotAvailable.into();
    for address in lookup_host(address).await? {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        // Else a server that is started again waits for its old connections; on
        // Windows it would share the port with another program.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        // Accepted sockets inherit it.
        socket.set_send_buffer_size(SEND_BUFFER)?;
        match socket.bind(address).and_then(|()| socket.listen(BACKLOG)) {
            Ok(listener) => return Ok(listener),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}
