//! The three runtimes.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use smol::future::FutureExt as _;

use crate::contender::{Contender, Stream, WORKERS};

const ANY: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 0);

/// Three kinds of streams, with methods of the same names.
macro_rules! stream {
    ($stream:ty, $read:path, $write_all:path) => {
        impl Stream for $stream {
            async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                $read(self, buffer).await
            }

            async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
                $write_all(self, bytes).await
            }

            fn set_nodelay(&self) -> io::Result<()> {
                <$stream>::set_nodelay(self, true)
            }
        }
    };
}

stream!(runtime::net::TcpStream, Self::read, Self::write_all);
stream!(tokio::net::TcpStream, tokio::io::AsyncReadExt::read, tokio::io::AsyncWriteExt::write_all);
stream!(smol::net::TcpStream, smol::io::AsyncReadExt::read, smol::io::AsyncWriteExt::write_all);

/// `encore/runtime`.
pub struct Own(runtime::Runtime);

impl Own {
    pub fn new() -> io::Result<Self> {
        runtime::Builder::new().worker_threads(WORKERS).build().map(Self)
    }
}

impl Contender for Own {
    const NAME: &'static str = "runtime";
    type Stream = runtime::net::TcpStream;
    type Listener = runtime::net::TcpListener;

    fn run<F: Future<Output: Send> + Send + 'static>(&self, task: F) -> F::Output {
        self.0.block_on(self.0.spawn(task)).unwrap_or_else(|error| panic!("{error}"))
    }

    fn spawn<F: Future<Output: Send> + Send + 'static>(
        task: F,
    ) -> impl Future<Output = F::Output> + Send + 'static {
        let handle = runtime::spawn(task);
        async { handle.await.unwrap_or_else(|error| panic!("{error}")) }
    }

    async fn yield_now() {
        runtime::yield_now().await;
    }

    async fn sleep(duration: Duration) {
        runtime::time::sleep(duration).await;
    }

    async fn timeout(duration: Duration, future: impl Future<Output = ()> + Send) -> bool {
        runtime::time::timeout(duration, future).await.is_ok()
    }

    async fn listen() -> io::Result<(Self::Listener, SocketAddr)> {
        let listener = runtime::net::TcpListener::bind(ANY).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    }

    async fn accept(listener: &Self::Listener) -> io::Result<Self::Stream> {
        listener.accept().await.map(|(stream, _)| stream)
    }

    async fn connect(address: SocketAddr) -> io::Result<Self::Stream> {
        runtime::net::TcpStream::connect(address).await
    }
}

/// tokio, with its multi-threaded scheduler.
pub struct Tokio(tokio::runtime::Runtime);

impl Tokio {
    pub fn new() -> io::Result<Self> {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(WORKERS).enable_all().build().map(Self)
    }
}

impl Contender for Tokio {
    const NAME: &'static str = "tokio";
    type Stream = tokio::net::TcpStream;
    type Listener = tokio::net::TcpListener;

    fn run<F: Future<Output: Send> + Send + 'static>(&self, task: F) -> F::Output {
        self.0.block_on(self.0.spawn(task)).unwrap_or_else(|error| panic!("{error}"))
    }

    fn spawn<F: Future<Output: Send> + Send + 'static>(
        task: F,
    ) -> impl Future<Output = F::Output> + Send + 'static {
        let handle = tokio::spawn(task);
        async { handle.await.unwrap_or_else(|error| panic!("{error}")) }
    }

    async fn yield_now() {
        tokio::task::yield_now().await;
    }

    async fn sleep(duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    async fn timeout(duration: Duration, future: impl Future<Output = ()> + Send) -> bool {
        tokio::time::timeout(duration, future).await.is_ok()
    }

    async fn listen() -> io::Result<(Self::Listener, SocketAddr)> {
        let listener = tokio::net::TcpListener::bind(ANY).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    }

    async fn accept(listener: &Self::Listener) -> io::Result<Self::Stream> {
        listener.accept().await.map(|(stream, _)| stream)
    }

    async fn connect(address: SocketAddr) -> io::Result<Self::Stream> {
        tokio::net::TcpStream::connect(address).await
    }
}

/// The executor of smol, on threads of its own; its reactor has one more.
pub struct Smol;

static EXECUTOR: smol::Executor<'static> = smol::Executor::new();

impl Smol {
    /// Once in a process: the threads stay.
    pub fn new() -> io::Result<Self> {
        for index in 0..WORKERS {
            std::thread::Builder::new()
                .name(format!("smol-{index}"))
                .spawn(|| smol::block_on(EXECUTOR.run(std::future::pending::<()>())))?;
        }
        Ok(Self)
    }
}

/// A smol task that goes on when its handle is dropped, as with the others.
struct Detaching<T>(Option<smol::Task<T>>);

impl<T> Future for Detaching<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        match &mut self.0 {
            Some(task) => Pin::new(task).poll(context),
            None => unreachable!("it is there until the drop"),
        }
    }
}

impl<T> Drop for Detaching<T> {
    fn drop(&mut self) {
        if let Some(task) = self.0.take() {
            task.detach();
        }
    }
}

impl Contender for Smol {
    const NAME: &'static str = "smol";
    type Stream = smol::net::TcpStream;
    type Listener = smol::net::TcpListener;

    fn run<F: Future<Output: Send> + Send + 'static>(&self, task: F) -> F::Output {
        smol::block_on(EXECUTOR.spawn(task))
    }

    fn spawn<F: Future<Output: Send> + Send + 'static>(
        task: F,
    ) -> impl Future<Output = F::Output> + Send + 'static {
        Detaching(Some(EXECUTOR.spawn(task)))
    }

    async fn yield_now() {
        smol::future::yield_now().await;
    }

    async fn sleep(duration: Duration) {
        smol::Timer::after(duration).await;
    }

    async fn timeout(duration: Duration, future: impl Future<Output = ()> + Send) -> bool {
        let in_time = async {
            future.await;
            true
        };
        let too_late = async {
            smol::Timer::after(duration).await;
            false
        };
        in_time.or(too_late).await
    }

    async fn listen() -> io::Result<(Self::Listener, SocketAddr)> {
        let listener = smol::net::TcpListener::bind(ANY).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    }

    async fn accept(listener: &Self::Listener) -> io::Result<Self::Stream> {
        listener.accept().await.map(|(stream, _)| stream)
    }

    async fn connect(address: SocketAddr) -> io::Result<Self::Stream> {
        smol::net::TcpStream::connect(address).await
    }
}
