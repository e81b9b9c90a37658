//! A filter that takes its time holds up nobody but the sender.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use testkit::behaviour::slow_filter::{self, SLOW};
use testkit::{Client, PATIENCE};
use tokio::runtime::Builder;
use tokio::sync::Notify;
use tuned::{AsyncFilter, ChatError, FilterAction, Server, ServerConfig};

#[test]
fn only_the_sender_waits() {
    // One thread for everybody: a filter that blocked it would stop them all.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let done = Arc::new(Notify::new());
    let (began, waits) = mpsc::channel();
    let filter = Thoughtful { began, done: Arc::clone(&done) };
    let addr = runtime.block_on(serve(filter)).unwrap();
    slow_filter::check(addr, &waits, || done.notify_one());
    runtime.shutdown_background();
}

#[test]
fn what_was_asked_before_is_answered_meanwhile() {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let done = Arc::new(Notify::new());
    let (began, waits) = mpsc::channel();
    let filter = Thoughtful { began, done: Arc::clone(&done) };
    let addr = runtime.block_on(serve(filter)).unwrap();
    let mut alice = Client::join(addr, "alice");
    alice.send_bytes(format!("/who\n{SLOW}\n").as_bytes());
    alice.expect("* in #lobby: alice");
    waits.recv_timeout(PATIENCE).unwrap();
    done.notify_one();
    alice.expect(&format!("<alice> {SLOW}"));
    runtime.shutdown_background();
}

async fn serve(filter: impl AsyncFilter + 'static) -> Result<SocketAddr, ChatError> {
    let config = ServerConfig::builder().address("127.0.0.1:0".try_into()?).build()?;
    let mut server = Server::bind(config).await?;
    server.filters().register_async(filter);
    let addr = server.local_addr();
    tokio::spawn(server.run(|_| ()));
    Ok(addr)
}

/// Thinks about one text until it is told that it is done.
struct Thoughtful {
    began: Sender<()>,
    done: Arc<Notify>,
}

impl AsyncFilter for Thoughtful {
    fn apply<'a>(
        &'a self,
        _from: &'a str,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        Box::pin(async move {
            if text == SLOW {
                self.began.send(()).expect("a test that waits");
                self.done.notified().await;
            }
            FilterAction::Allow
        })
    }
}
