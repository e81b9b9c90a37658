//? show: with_a_lock, with_a_broker
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

const PEOPLE: usize = 100;

#[derive(Default)]
struct Chat {
    inboxes: Vec<Inbox>,
}

#[derive(Clone, Default)]
struct Inbox(Arc<AtomicUsize>);

impl Inbox {
    fn put(&self, _text: &str) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whoever says something delivers it.
async fn with_a_lock(chat: Arc<Mutex<Chat>>) {
    let mut people = JoinSet::new();
    for n in 0..PEOPLE {
        let chat = Arc::clone(&chat);
        people.spawn(async move {
            let line = format!("<user-{n}> hello\n");
            chat.lock().inboxes.iter().for_each(|inbox| inbox.put(&line));
        });
    }
    people.join_all().await;
}

/// Whoever says something tells the broker.
async fn with_a_broker(chat: Chat) {
    let (mailbox, mut requests) = mpsc::channel(64);
    for n in 0..PEOPLE {
        let mailbox = mailbox.clone();
        tokio::spawn(async move { mailbox.send(format!("<user-{n}> hello\n")).await });
    }
    drop(mailbox);
    while let Some(mut turn) = requests.recv().await {
        while let Ok(line) = requests.try_recv() {
            turn += &line;
        }
        chat.inboxes.iter().for_each(|inbox| inbox.put(&turn));
    }
}

fn people() -> (Chat, impl Fn() -> usize) {
    let chat = Chat { inboxes: (0..PEOPLE).map(|_| Inbox::default()).collect() };
    let inboxes = chat.inboxes.clone();
    (chat, move || inboxes.iter().map(|inbox| inbox.0.load(Ordering::Relaxed)).sum())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (chat, deliveries) = people();
    with_a_lock(Arc::new(Mutex::new(chat))).await;
    println!("100 people say hello to 100 inboxes");
    println!("with a lock: {} deliveries", deliveries());
    let (chat, deliveries) = people();
    with_a_broker(chat).await;
    println!("with a broker: {} deliveries", deliveries());
}
