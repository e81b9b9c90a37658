//! How sockets fail.

use std::io::ErrorKind;
use std::time::Duration;

use crate::common::{must_end, pair, run, runtime};
use runtime::net::{TcpListener, TcpStream};

#[test]
fn failures_are_told() {
    run(1, async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        assert_eq!(TcpListener::bind(address).await.err().unwrap().kind(), ErrorKind::AddrInUse);
        drop(listener);
        let refused = TcpStream::connect(address).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
        // A reset ends a wait.
        let (client, server) = pair().await;
        client.writable().await.unwrap();
        server.writable().await.unwrap();
        drop(client.try_write(b"never read"));
        server.readable().await.unwrap();
        drop(server);
        let mut client = client;
        assert_eq!(client.read(&mut [0]).await.unwrap_err().kind(), ErrorKind::ConnectionReset);
    });
}

#[test]
fn a_socket_that_outlives_its_runtime_fails() {
    must_end(|| {
        let runtime = runtime(1);
        let (client, _server) = runtime.block_on(pair());
        let waiting = std::thread::spawn(move || {
            runtime::block_on(async move {
                loop {
                    client.readable().await?;
                    assert_eq!(
                        client.try_read(&mut [0]).unwrap_err().kind(),
                        ErrorKind::WouldBlock
                    );
                }
            })
        });
        std::thread::sleep(Duration::from_millis(2));
        drop(runtime);
        let ended: std::io::Result<()> = waiting.join().unwrap();
        assert!(ended.is_err());
    });
}
