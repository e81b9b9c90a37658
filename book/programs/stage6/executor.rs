//? show: Bell, impl Wake for Bell, run, Post, Letter, impl Future for Letter, main
use std::pin::{Pin, pin};
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

/// Rung when the future should be polled again.
#[derive(Default)]
struct Bell {
    is_rung: Mutex<bool>,
    ringing: Condvar,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        *self.is_rung.lock().unwrap() = true;
        self.ringing.notify_one();
    }
}

/// An executor for one future.
fn run<F: Future>(future: F) -> F::Output {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        println!("pending: the executor sleeps");
        let mut is_rung = bell.is_rung.lock().unwrap();
        while !*is_rung {
            is_rung = bell.ringing.wait(is_rung).unwrap();
        }
        *is_rung = false;
    }
}

/// A letter box, and the waker of whoever waits for a letter.
#[derive(Default)]
struct Post {
    letter: Option<String>,
    waker: Option<Waker>,
}

struct Letter(Arc<Mutex<Post>>);

impl Future for Letter {
    type Output = String;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<String> {
        let mut post = self.0.lock().unwrap();
        post.waker = Some(context.waker().clone());
        post.letter.take().map_or(Poll::Pending, Poll::Ready)
    }
}

fn main() {
    let post = Arc::new(Mutex::new(Post::default()));
    let carrier = Arc::clone(&post);
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        let mut post = carrier.lock().unwrap();
        post.letter = Some("hello".to_owned());
        println!("a letter is there: wake");
        if let Some(waker) = post.waker.take() {
            waker.wake();
        }
    });
    println!("{}", run(async { Letter(post).await + " from the future" }));
}
