//! Descriptors are given back. Alone in its process, so that it counts nobody else's.

use runtime::net::{TcpListener, TcpStream};
use runtime::signal::{SignalKind, signal};
use runtime::{Runtime, spawn};

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
    assert_eq!(descriptors(), before);
}
