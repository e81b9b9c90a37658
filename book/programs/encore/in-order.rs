//? show: First, impl Future for First, naive, fair
//! Waiting for whichever comes first.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use runtime::sync::mpsc;
use runtime::{block_on, select};

/// Is done as soon as one of the two is.
struct First<A, B>(A, B);

enum Either<A, B> {
    A(A),
    B(B),
}

impl<A: Future + Unpin, B: Future + Unpin> Future for First<A, B> {
    type Output = Either<A::Output, B::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(output) = Pin::new(&mut self.0).poll(context) {
            return Poll::Ready(Either::A(output));
        }
        Pin::new(&mut self.1).poll(context).map(Either::B)
    }
}

/// Talk never ends, and somebody wants it to.
async fn naive(talk: mpsc::Receiver<u32>, stop: mpsc::Receiver<()>) {
    let (mut talk, mut stop) = (talk, stop);
    for _ in 0..1000 {
        let talk = poll_fn(|context| talk.poll_recv(context));
        let stop = poll_fn(|context| stop.poll_recv(context));
        if let Either::B(_) = First(talk, stop).await {
            return println!("stopped");
        }
    }
    println!("1000 lines heard, and not stopped");
}

async fn fair(mut talk: mpsc::Receiver<u32>, mut stop: mpsc::Receiver<()>) {
    for _ in 0..1000 {
        select! {
            Some(_) = talk.recv() => {}
            _ = stop.recv() => return println!("stopped"),
        }
    }
    println!("1000 lines heard, and not stopped");
}

fn channels() -> (mpsc::Receiver<u32>, mpsc::Receiver<()>) {
    let (lines, talk) = mpsc::unbounded_channel();
    (0..1000).for_each(|line| lines.send(line).unwrap());
    let (signal, stop) = mpsc::channel(1);
    signal.try_send(()).unwrap();
    (talk, stop)
}

fn main() {
    let (talk, stop) = channels();
    block_on(naive(talk, stop));
    let (talk, stop) = channels();
    block_on(fair(talk, stop));
}
