//! TCP sockets.

use std::io::{ErrorKind, IoSlice};
use std::net::Shutdown;
use std::sync::Arc;
use std::time::Duration;

use crate::common::{pair, run};
use runtime::net::{OwnedReadHalf, OwnedWriteHalf, TcpListener, TcpStream};
use runtime::spawn;
use runtime::time::timeout;

const MS: Duration = Duration::from_millis(1);

#[test]
fn what_is_written_is_read_and_the_end_is_seen() {
    run(2, async {
        let (mut client, mut server) = pair().await;
        client.set_nodelay(true).unwrap();
        client.write_all(b"hello").await.unwrap();
        let mut buffer = [0; 16];
        assert_eq!(server.read(&mut buffer).await.unwrap(), 5);
        assert_eq!(&buffer[..5], b"hello");
        client.shutdown(Shutdown::Write).unwrap();
        assert_eq!(server.read(&mut buffer).await.unwrap(), 0);
        assert_eq!(server.read(&mut buffer).await.unwrap(), 0, "the end stays");
        // The other direction is still open.
        let pieces = [IoSlice::new(b"good"), IoSlice::new(b"bye")];
        assert_eq!(server.write_vectored(&pieces).await.unwrap(), 7);
        assert_eq!(client.read(&mut buffer).await.unwrap(), 7);
        assert_eq!(&buffer[..7], b"goodbye");
    });
}

const TOTAL: usize = 8 * 1024 * 1024;

/// Writes that much, and drops the half, which ends the output.
async fn send(mut half: OwnedWriteHalf<std::net::TcpStream>) {
    let chunk: Vec<u8> = (0..=250).cycle().take(251 * 64).collect();
    let mut left = TOTAL;
    while left > 0 {
        let count = left.min(chunk.len());
        half.write_all(&chunk[..count]).await.expect("the other side reads");
        left -= count;
    }
}

/// Reads that much, and the end.
async fn receive(mut half: OwnedReadHalf<std::net::TcpStream>) {
    let (mut buffer, mut place) = ([0; 10_000], 0);
    loop {
        let count = half.read(&mut buffer).await.expect("the other side writes");
        if count == 0 {
            break;
        }
        for (offset, byte) in buffer[..count].iter().enumerate() {
            assert_eq!(usize::from(*byte), (place + offset) % 251);
        }
        place += count;
    }
    assert_eq!(place, TOTAL);
}

/// More than the buffers of both sockets hold, so both sides have to wait, many times.
#[test]
fn a_large_transfer_arrives_whole_both_ways_at_once() {
    run(2, async {
        let (client, server) = pair().await;
        let ((from_client, to_server), (from_server, to_client)) =
            (client.into_split(), server.into_split());
        let tasks = [
            spawn(send(to_server)),
            spawn(send(to_client)),
            spawn(receive(from_client)),
            spawn(receive(from_server)),
        ];
        for task in tasks {
            task.await.unwrap();
        }
    });
}

#[test]
fn halves_of_one_stream_go_together_again() {
    run(1, async {
        let (mut client, mut server) = pair().await;
        {
            let (mut reader, mut writer) = client.split();
            writer.write_all(b"a").await.unwrap();
            server.write_all(b"b").await.unwrap();
            assert_eq!(reader.read(&mut [0; 4]).await.unwrap(), 1);
        }
        let ((reader, writer), (_, foreign)) = (client.into_split(), server.into_split());
        let error = reader.reunite(foreign).unwrap_err();
        let client = error.0.reunite(writer).unwrap();
        assert!(client.peer_addr().is_ok());
    });
}

#[test]
fn trying_tells_would_block_and_waiting_ends_it() {
    run(1, async {
        let (client, mut server) = pair().await;
        assert_eq!(client.try_read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
        while timeout(MS, client.readable()).await.is_ok() {
            assert_eq!(client.try_read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
        }
        server.write_all(b"xy").await.unwrap();
        client.readable().await.unwrap();
        assert_eq!(client.try_read(&mut [0]).unwrap(), 1);
        assert_eq!(client.try_read(&mut [0]).unwrap(), 1, "what is left is no new edge");
        client.writable().await.unwrap();
        while client.try_write(&vec![0; 65_536]).is_ok() {}
        assert!(timeout(MS, client.writable()).await.is_err(), "it is full");
        let drain = spawn(async move {
            let mut buffer = vec![0; 65_536];
            while server.read(&mut buffer).await.unwrap() > 0 {}
        });
        client.writable().await.unwrap();
        let pieces = [IoSlice::new(b"a"), IoSlice::new(b"b")];
        loop {
            match client.try_write_vectored(&pieces) {
                Ok(count) => break assert_eq!(count, 2),
                Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
            }
            client.writable().await.unwrap();
        }
        drop(client);
        drain.await.unwrap();
    });
}

#[test]
fn a_read_that_is_given_up_loses_nothing() {
    run(1, async {
        let (mut client, mut server) = pair().await;
        let mut byte = [0];
        for number in 0..100 {
            assert!(timeout(Duration::ZERO, client.read(&mut byte)).await.is_err());
            server.write_all(&[number]).await.unwrap();
            assert_eq!(client.read(&mut byte).await.unwrap(), 1);
            assert_eq!(byte, [number]);
        }
    });
}

#[test]
fn several_tasks_can_wait_for_one_listener() {
    run(2, async {
        let listener = Arc::new(TcpListener::bind("127.0.0.1:0").await.unwrap());
        let acceptors: Vec<_> = (0..5)
            .map(|_| {
                let listener = Arc::clone(&listener);
                spawn(async move { listener.accept().await.unwrap().1 })
            })
            .collect();
        let mut clients = Vec::new();
        for _ in 0..5 {
            clients.push(TcpStream::connect(listener.local_addr().unwrap()).await.unwrap());
        }
        let mut accepted = Vec::new();
        for acceptor in acceptors {
            accepted.push(acceptor.await.unwrap());
        }
        let mut expected: Vec<_> = clients.iter().map(|c| c.local_addr().unwrap()).collect();
        accepted.sort_unstable();
        expected.sort_unstable();
        assert_eq!(accepted, expected);
    });
}

/// Sends each byte back.
async fn echo(mut stream: TcpStream) {
    let mut byte = [0];
    while stream.read(&mut byte).await.expect("a connection") == 1 {
        stream.write_all(&byte).await.expect("a connection");
    }
}

#[test]
fn hundreds_of_connections_at_once() {
    run(2, async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = spawn(async move {
            for _ in 0..400 {
                let (stream, _) = listener.accept().await.unwrap();
                drop(spawn(echo(stream)));
            }
        });
        let clients: Vec<_> = (0..400)
            .map(|_| {
                spawn(async move {
                    let mut stream = TcpStream::connect(address).await.unwrap();
                    for number in 0..10 {
                        stream.write_all(&[number]).await.unwrap();
                        let mut byte = [0];
                        assert_eq!(stream.read(&mut byte).await.unwrap(), 1);
                        assert_eq!(byte, [number]);
                    }
                })
            })
            .collect();
        for client in clients {
            client.await.unwrap();
        }
        server.await.unwrap();
    });
}
