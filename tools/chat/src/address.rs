//! Where a server is.

use std::fmt;
use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::str::FromStr;
use std::time::Duration;

use crate::error::ClientError;

/// How long one address may take to accept.
const PATIENCE: Duration = Duration::from_secs(5);

/// `HOST:PORT`, where the host may be a name. It is looked up at each attempt, since a server
/// that comes back may have moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "expected HOST:PORT, such as 127.0.0.1:8080".to_owned();
        let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
        let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_graphic());
        let is_bare_ipv6 = host.contains(':') && !host.starts_with('[');
        match port.parse::<u16>() {
            Ok(1..) if is_host && !is_bare_ipv6 => Ok(Self(text.to_owned())),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Address {
    /// Connects to the first of its addresses that accepts.
    pub fn connect(&self) -> Result<TcpStream, ClientError> {
        self.try_connect()
            .map_err(|why| ClientError::CannotConnect { address: self.to_string(), why })
    }

    fn try_connect(&self) -> io::Result<TcpStream> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for address in self.0.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                // A port that nobody listens on may be given to this very connection, which then
                // reaches itself.
                Ok(stream) if stream.local_addr()? == address => {
                    last = io::ErrorKind::ConnectionRefused.into();
                }
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(stream);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_and_a_port() {
        for text in ["127.0.0.1:8080", "localhost:1", "[::1]:65535", "chat.example.org:8080"] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "8080", ":8080", "localhost", "a:0", "a:65536", "::1:80", "a b:80", "a:"] {
            assert!(text.parse::<Address>().is_err(), "{text:?} was accepted");
        }
    }
}
