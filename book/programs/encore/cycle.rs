//? show: member, broker, main
use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::timeout;

/// Sends each of its lines, and takes from its inbox in between.
async fn member(mailbox: Sender<u32>, mut inbox: Receiver<u32>) {
    for line in 0..10 {
        if mailbox.send(line).await.is_err() {
            return;
        }
        while inbox.try_recv().is_ok() {}
    }
}

/// Puts everything that it gets into the inbox of each member.
async fn broker(mut mailbox: Receiver<u32>, inboxes: Vec<Sender<u32>>) {
    while let Some(line) = mailbox.recv().await {
        for inbox in &inboxes {
            // A member that is gone needs nothing more.
            let _ = inbox.send(line).await;
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for (members, room) in [(4, 2), (4, 8), (40, 8), (40, 64), (400, 64)] {
        let (mailbox, requests) = mpsc::channel(room);
        let mut inboxes = Vec::new();
        for _ in 0..members {
            let (inbox, lines) = mpsc::channel(room);
            inboxes.push(inbox);
            tokio::spawn(member(mailbox.clone(), lines));
        }
        drop(mailbox);
        let done = timeout(Duration::from_secs(3), broker(requests, inboxes)).await;
        let outcome = if done.is_ok() { "all was said" } else { "everybody waits" };
        println!("{members} members, queues of {room}: {outcome}");
    }
}
