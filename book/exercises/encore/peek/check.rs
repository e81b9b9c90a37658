//! Five bytes that are looked at twice, and then read.

use std::io::Write;
use std::net;
use std::sync::mpsc;
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
            let sender = thread::spawn(move || {
                thread::sleep(Duration::from_millis(200));
                client.write_all(b"hello").unwrap();
                client
            });
            let mut buffer = [0; 16];
            for _ in 0..2 {
                let count = stream.peek(&mut buffer).await.unwrap();
                assert_eq!(&buffer[..count], b"hello");
            }
            buffer.fill(0);
            let count = stream.read(&mut buffer).await.unwrap();
            assert_eq!(&buffer[..count], b"hello");
            drop(sender.join());
        });
        done.send(()).unwrap();
    });
    let is_done = ended.recv_timeout(Duration::from_secs(5)).is_ok();
    assert!(is_done, "five bytes are in the socket, and nobody reads them");
}
