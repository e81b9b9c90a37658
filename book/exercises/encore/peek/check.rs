//! Five bytes that are looked at twice, and then read.

use std::future::poll_fn;
use std::io::Write;
use std::net;
use std::pin::pin;
use std::sync::mpsc;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use runtime::net::TcpListener;

fn main() {
    let (done, ended) = mpsc::channel();
    thread::spawn(move || {
        runtime::Runtime::new().unwrap().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let mut client = net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = [0; 16];
            // The first look waits before anything is sent.
            let count = {
                let mut look = pin!(stream.peek(&mut buffer));
                let found = poll_fn(|context| Poll::Ready(look.as_mut().poll(context))).await;
                assert!(found.is_pending(), "nothing has been sent");
                client.write_all(b"hello").unwrap();
                look.await.unwrap()
            };
            assert_eq!(&buffer[..count], b"hello");
            let count = stream.peek(&mut buffer).await.unwrap();
            assert_eq!(&buffer[..count], b"hello");
            buffer.fill(0);
            let count = stream.read(&mut buffer).await.unwrap();
            assert_eq!(&buffer[..count], b"hello");
        });
        done.send(()).unwrap();
    });
    let is_done = ended.recv_timeout(Duration::from_secs(5)).is_ok();
    assert!(is_done, "five bytes are in the socket, and nobody reads them");
}
