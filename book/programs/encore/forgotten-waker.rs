//? show: Word, impl Future for Word, main
use std::pin::Pin;
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

/// A word that somebody on another thread is going to say.
struct Word(Arc<Mutex<Option<&'static str>>>);

impl Future for Word {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<&'static str> {
        match self.0.lock().unwrap().take() {
            Some(word) => Poll::Ready(word),
            None => {
                say_so("polled: no word yet");
                Poll::Pending
            }
        }
    }
}

/// Where the first poll, which is the only one, and `main` wait for each other.
static FIRST_POLL: Barrier = Barrier::new(2);

fn say_so(what: &str) {
    println!("{what}");
    FIRST_POLL.wait();
}

fn wait_for_the_first_poll() {
    FIRST_POLL.wait();
}

fn main() {
    let place = Arc::default();
    let word = Word(Arc::clone(&place));
    let (done, heard) = mpsc::channel();
    thread::spawn(move || done.send(runtime::block_on(word)));
    wait_for_the_first_poll();
    *place.lock().unwrap() = Some("hello");
    println!("now there is one");
    match heard.recv_timeout(Duration::from_secs(1)) {
        Ok(word) => println!("heard {word}"),
        Err(_) => println!("a second later, nobody has looked"),
    }
}
