use std::sync::mpsc;
use std::time::Duration;

use tokio::sync::oneshot;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (answer, question) = mpsc::channel();
    let asking = tokio::spawn(async move {
        // Blocks the thread, not the task.
        question.recv_timeout(Duration::from_millis(300))
    });
    let answering = tokio::spawn(async move { answer.send("here I am") });
    println!("blocking: {:?}", asking.await.unwrap());
    answering.await.unwrap().unwrap_or_else(|_| println!("nobody listens any more"));

    let (answer, question) = oneshot::channel();
    let asking = tokio::spawn(question);
    let answering = tokio::spawn(async move { answer.send("here I am") });
    println!("awaiting: {:?}", asking.await.unwrap());
    answering.await.unwrap().unwrap();
}
