//? show: client, client_sends_first, ask
use std::time::Duration;

use tokio::select;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::sleep;

/// Says three lines, and shows what comes meanwhile. Both in one `select!`.
async fn client(mailbox: Sender<&'static str>, mut inbox: Receiver<&'static str>) {
    let mut lines = ["one", "two", "three"].into_iter();
    while !lines.as_slice().is_empty() {
        let send = async { mailbox.send(lines.next().unwrap()).await };
        select! {
            sent = send => sent.unwrap(),
            Some(notice) = inbox.recv() => println!("  {notice}"),
        }
    }
}

/// The same, but nothing interrupts the sending.
async fn client_sends_first(mailbox: Sender<&'static str>, mut inbox: Receiver<&'static str>) {
    for line in ["one", "two", "three"] {
        mailbox.send(line).await.unwrap();
        while let Ok(notice) = inbox.try_recv() {
            println!("  {notice}");
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("sending in a select!:");
    ask(false).await;
    println!("sending outside of it:");
    ask(true).await;
}

/// A broker that is busy for a while, with a mailbox for one request.
async fn ask(is_safe: bool) {
    let (mailbox, mut requests) = mpsc::channel(1);
    let (notices, inbox) = mpsc::channel(8);
    let task = if is_safe {
        tokio::spawn(client_sends_first(mailbox, inbox))
    } else {
        tokio::spawn(client(mailbox, inbox))
    };
    sleep(Duration::from_millis(50)).await;
    notices.send("* bob joined").await.unwrap();
    sleep(Duration::from_millis(50)).await;
    while let Some(line) = requests.recv().await {
        println!("  the broker got {line}");
    }
    task.await.unwrap();
}
