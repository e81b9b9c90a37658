//? show: Request, serve, main
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

enum Request {
    Join { inbox: mpsc::Sender<String> },
    Message { line: String },
    Count { answer: oneshot::Sender<usize> },
}

async fn serve(mut mailbox: mpsc::Receiver<Request>) {
    let mut inboxes = Vec::new();
    while let Some(request) = mailbox.recv().await {
        match request {
            Request::Join { inbox } => inboxes.push(inbox),
            Request::Message { line } => {
                for inbox in &inboxes {
                    // Waits until there is room. An error would mean: nobody is there.
                    let _ = inbox.send(line.clone()).await;
                }
            }
            // Nobody has to wait for the answer.
            Request::Count { answer } => drop(answer.send(inboxes.len())),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (requests, mailbox) = mpsc::channel(64);
    tokio::spawn(serve(mailbox));
    // This client reads nothing. Its inbox has room for three lines.
    let (inbox, _sleeper) = mpsc::channel(3);
    requests.send(Request::Join { inbox }).await.unwrap();
    for n in 1..=5 {
        requests.send(Request::Message { line: format!("message {n}") }).await.unwrap();
        let (answer, answered) = oneshot::channel();
        requests.send(Request::Count { answer }).await.unwrap();
        match timeout(Duration::from_secs(1), answered).await {
            Ok(count) => println!("message {n}, heard by {}", count.unwrap()),
            Err(_) => return println!("message {n}, and the broker does not answer"),
        }
    }
}
