//! What the tests share.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use runtime::net::{TcpListener, TcpStream};
use runtime::{Builder, Runtime};

/// Far longer than anything here takes, however busy the machine.
const HANG: Duration = Duration::from_secs(100);

pub fn runtime(workers: usize) -> Runtime {
    Builder::new().worker_threads(workers).build().expect("a runtime starts")
}

/// Runs a test on a thread of its own, and fails if it hangs.
pub fn must_end(test: impl FnOnce() + Send + 'static) {
    let (done, ended) = mpsc::channel();
    let thread = thread::spawn(move || {
        // Dropped also when the test panics.
        let _done: mpsc::Sender<()> = done;
        test();
    });
    assert_ne!(ended.recv_timeout(HANG), Err(mpsc::RecvTimeoutError::Timeout), "the test hangs");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Runs a future on a runtime with so many workers, and fails if that hangs.
pub fn run<F>(workers: usize, test: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    must_end(move || runtime(workers).block_on(test));
}

/// Two ends of a connection.
pub async fn pair() -> (TcpStream, TcpStream) {
    let connected = async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let client = TcpStream::connect(listener.local_addr()?).await?;
        let (server, peer) = listener.accept().await?;
        assert_eq!(peer, client.local_addr()?);
        assert_eq!(server.local_addr()?, client.peer_addr()?);
        std::io::Result::Ok((client, server))
    };
    connected.await.expect("a connection within the machine")
}

/// Counts how many of its tokens live.
#[derive(Clone, Default)]
pub struct Census(Arc<AtomicUsize>);

/// See [`Census`].
pub struct Token(Arc<AtomicUsize>);

impl Census {
    pub fn token(&self) -> Token {
        self.0.fetch_add(1, SeqCst);
        Token(Arc::clone(&self.0))
    }

    /// A waker that counts as one, however many clones it has.
    pub fn waker(&self) -> Waker {
        Waker::from(Arc::new(self.token()))
    }

    pub fn living(&self) -> usize {
        self.0.load(SeqCst)
    }
}

/// As a waker it does nothing but live.
impl Wake for Token {
    fn wake(self: Arc<Self>) {}
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

/// Is never ready, and keeps the last waker that it was polled with, if any, where it can be taken.
#[derive(Clone, Default)]
pub struct Stuck(pub Arc<Mutex<Option<Waker>>>);

impl Future for Stuck {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        *self.waker() = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Stuck {
    /// The place of the waker.
    pub fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it was polled.
    pub async fn polled(&self) {
        while self.waker().is_none() {
            runtime::yield_now().await;
        }
    }
}
