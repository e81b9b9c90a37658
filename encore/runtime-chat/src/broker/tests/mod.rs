use std::ops::ControlFlow::{self, Break, Continue};

use runtime::Runtime;
use runtime::sync::mpsc::Receiver;

use super::*;

/// The smallest limit that a server may have.
const LIMIT: usize = 16 * 1024;

/// A client that is only its inbox.
struct Client {
    id: UserId,
    mailbox: Mailbox,
    inbox: Receiver<Arc<Turn>>,
}

impl Client {
    async fn join(mailbox: &Mailbox, id: UserId) -> Self {
        let (turns, inbox) = mpsc::channel(Turn::most(LIMIT));
        let client = Self { id, mailbox: mailbox.clone(), inbox };
        client.send(Request::Join { id, name: UserName::of(id), inbox: turns }).await;
        client
    }

    async fn send(&self, request: Request) {
        self.mailbox.send(request).await.unwrap();
    }

    async fn say(&self, lines: &str) {
        self.send(Request::Message { id: self.id, lines: lines.to_owned() }).await;
    }

    /// Reads turns, and says that they are written, until one of them is the last.
    async fn read(&mut self, mut last: impl FnMut(&Turn) -> ControlFlow<()>) {
        loop {
            let turn = self.inbox.recv().await.unwrap();
            self.send(Request::Written { id: self.id, bytes: turn.weight() }).await;
            if last(&turn).is_break() {
                return;
            }
        }
    }

    /// Waits until what it asked for is done.
    async fn done(&mut self) {
        let id = self.id;
        self.read(|turn| if turn.own.contains_key(&id) { Break(()) } else { Continue(()) }).await;
    }
}

#[test]
fn nobody_leaves_before_words_that_are_held() {
    Runtime::new().unwrap().block_on(last_words());
}

async fn last_words() {
    let (broker, mailbox) = Broker::new(LIMIT);
    runtime::spawn(broker.run());
    let ids = [UserId::first(), UserId::first().next(), UserId::first().next().next()];
    let mut talker = Client::join(&mailbox, ids[0]).await;
    talker.done().await;
    let slow = Client::join(&mailbox, ids[1]).await;
    let long = format!("{}\n", "x".repeat(1500));
    // Each of them is done, until the slow one is three quarters full.
    for _ in 0..LIMIT / 4 * 3 / long.len() {
        talker.say(&long).await;
        talker.done().await;
    }
    let mut leaver = Client::join(&mailbox, ids[2]).await;
    leaver.done().await;
    talker.say("held\n").await;
    leaver.say("last words\n").await;
    leaver.send(Request::Leave { id: leaver.id, exit: Exit::Left }).await;
    slow.send(Request::Written { id: slow.id, bytes: LIMIT }).await;
    let mut seen = String::new();
    talker
        .read(|turn| {
            seen += &turn.lines;
            if seen.contains("left") { Break(()) } else { Continue(()) }
        })
        .await;
    let end = "held\nlast words\n* user-3 left\n";
    assert!(seen.ends_with(end), "{}", seen.replace('x', ""));
}
