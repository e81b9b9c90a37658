//? show: Feed, late, early, main
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::timeout;

struct Feed {
    full: AtomicBool,
    opened: Notify,
}

impl Feed {
    fn new() -> Arc<Self> {
        Arc::new(Self { full: AtomicBool::new(true), opened: Notify::new() })
    }

    fn is_full(&self) -> bool {
        self.full.load(Ordering::Acquire)
    }

    /// What a delivery does at its end.
    fn make_room(&self) {
        self.full.store(false, Ordering::Release);
        self.opened.notify_waiters();
    }
}

async fn late(feed: &Feed) {
    if feed.is_full() {
        // On a busy server, another thread runs here. In this program it always does.
        yield_now().await;
        feed.opened.notified().await;
    }
}

async fn early(feed: &Feed) {
    let opened = feed.opened.notified();
    if feed.is_full() {
        yield_now().await;
        opened.await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let patience = Duration::from_secs(2);
    let feed = Feed::new();
    let delivery = Arc::clone(&feed);
    tokio::spawn(async move { delivery.make_room() });
    let late = timeout(patience, late(&feed)).await;
    println!("looked first: {}, full: {}", word(late.is_ok()), feed.is_full());

    let feed = Feed::new();
    let delivery = Arc::clone(&feed);
    tokio::spawn(async move { delivery.make_room() });
    let early = timeout(patience, early(&feed)).await;
    println!("listened first: {}, full: {}", word(early.is_ok()), feed.is_full());
}

fn word(went_on: bool) -> &'static str {
    if went_on { "goes on" } else { "still waits" }
}
