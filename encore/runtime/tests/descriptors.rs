//! Descriptors are given back. Alone in its process, so that it counts nobody else's.

use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use runtime::net::{TcpListener, TcpStream};
use runtime::signal::{SignalKind, signal};
use runtime::sync::oneshot;
use runtime::{JoinHandle, Runtime, spawn};

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").expect("Linux has it").count()
}

#[test]
fn runtimes_sockets_and_signals_give_their_descriptors_back() {
    // The first one opens what stays open for all.
    drop(Runtime::new().unwrap().block_on(async { signal(SignalKind::terminate()).unwrap() }));
    let before = descriptors();
    for _ in 0..20 {
        Runtime::new().unwrap().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let server = spawn(async move { listener.accept().await.unwrap().0 });
            let client = TcpStream::connect(address).await.unwrap();
            let (reader, writer) = client.into_split();
            drop((reader, server.await.unwrap(), writer));
            drop(signal(SignalKind::terminate()).unwrap());
        });
    }
    // A task that waits for itself; its waker is on its own list of whom to wake.
    for _ in 0..20 {
        let (give, take) = oneshot::channel();
        let (say, waits) = oneshot::channel();
        let runtime = Runtime::new().unwrap();
        let handle = runtime.spawn(async move {
            let mut own: JoinHandle<()> = take.await.unwrap();
            poll_fn(|context| Poll::Ready(Pin::new(&mut own).poll(context).is_pending())).await;
            say.send(()).unwrap();
            own.await.unwrap();
        });
        assert!(give.send(handle).is_ok());
        runtime.block_on(waits).unwrap();
    }
    assert_eq!(descriptors(), before);
}
