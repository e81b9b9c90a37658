//! Settings that a TCP socket has before it is put to use.

use std::io::{self, ErrorKind};

use crate::common::run;
use runtime::net::{TcpListener, TcpSocket, TcpStream, lookup_host};
use rustix::net::sockopt;

/// A socket with this address, which is one of IPv4.
fn bound(address: &str) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address.parse().map_err(io::Error::other)?)?;
    Ok(socket)
}

#[test]
fn accepted_connections_have_the_buffer_of_their_listener() {
    run(1, async {
        let socket = bound("127.0.0.1:0").unwrap();
        socket.set_send_buffer_size(20_000).unwrap();
        let listener = socket.listen(1).unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (server, _) = listener.accept().await.unwrap();
        assert_eq!(sockopt::socket_send_buffer_size(&server).unwrap(), 40_000);
        assert_ne!(sockopt::socket_send_buffer_size(&client).unwrap(), 40_000);
    });
}

/// One more than fit would have to try again after a second, and then again.
#[test]
fn as_many_connections_wait_as_was_said() {
    const MANY: u32 = 200;
    run(1, async {
        let listener = bound("127.0.0.1:0").unwrap().listen(MANY).unwrap();
        let address = listener.local_addr().unwrap();
        let connect = |_| std::net::TcpStream::connect(address).unwrap();
        let clients: Vec<_> = (0..MANY).map(connect).collect();
        for client in &clients {
            let (server, peer) = listener.accept().await.unwrap();
            assert_eq!(peer, client.local_addr().unwrap());
            drop(server);
        }
    });
}

#[test]
fn an_address_is_had_again_at_once_but_not_by_two() {
    run(1, async {
        let first = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = first.local_addr().unwrap();
        let client = TcpStream::connect(address).await.unwrap();
        // Whoever closes first keeps the connection for a while, and with it the address.
        drop(first.accept().await.unwrap());
        let refused = TcpListener::bind(address).await.err().expect("somebody listens there");
        assert_eq!(refused.kind(), ErrorKind::AddrInUse);
        drop((first, client));
        drop(TcpListener::bind(address).await.unwrap());
        drop(bound(&address.to_string()).unwrap().listen(1).unwrap());
    });
}

#[test]
fn names_have_addresses() {
    run(1, async {
        let addresses = lookup_host(("localhost", 80)).await.unwrap();
        assert!(addresses.clone().count() > 0);
        assert!(addresses.into_iter().all(|address| address.ip().is_loopback()));
        assert!(lookup_host("no port").await.is_err());
    });
}
