//! What a runtime must be able to do to be measured, and how each of the three does it.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use crate::channels::Channels;

/// How many threads each of them gets.
pub const WORKERS: usize = 2;

/// A connected socket.
pub trait Stream: Send + 'static {
    fn read(&mut self, buffer: &mut [u8]) -> impl Future<Output = io::Result<usize>> + Send;
    fn write_all(&mut self, bytes: &[u8]) -> impl Future<Output = io::Result<()>> + Send;
    fn set_nodelay(&self) -> io::Result<()>;
}

/// A runtime. Its functions are called from within one of its tasks.
pub trait Contender: Channels + 'static {
    const NAME: &'static str;
    type Stream: Stream;
    type Listener: Send + 'static;

    /// Runs a task on a worker, and waits for its result.
    fn run<F: Future<Output: Send> + Send + 'static>(&self, task: F) -> F::Output;
    /// The handle detaches the task when it is dropped.
    fn spawn<F: Future<Output: Send> + Send + 'static>(
        task: F,
    ) -> impl Future<Output = F::Output> + Send + 'static;
    fn yield_now() -> impl Future<Output = ()> + Send;
    fn sleep(duration: Duration) -> impl Future<Output = ()> + Send + 'static;
    /// True if the future was ready in time.
    fn timeout(
        duration: Duration,
        future: impl Future<Output = ()> + Send,
    ) -> impl Future<Output = bool> + Send;
    fn listen() -> impl Future<Output = io::Result<(Self::Listener, SocketAddr)>> + Send;
    fn accept(listener: &Self::Listener) -> impl Future<Output = io::Result<Self::Stream>> + Send;
    fn connect(address: SocketAddr) -> impl Future<Output = io::Result<Self::Stream>> + Send;
}
