//? show: Said, Word, impl Future for Word, say
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;

use runtime::join;

/// The word, and whom to wake when it is there.
#[derive(Default)]
struct Said {
    word: Option<&'static str>,
    listener: Option<Waker>,
}

struct Word(Arc<Mutex<Said>>);

impl Future for Word {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<&'static str> {
        let mut said = self.0.lock().unwrap();
        if let Some(word) = said.word.take() {
            return Poll::Ready(word);
        }
        println!("polled: no word yet");
        said.listener = Some(context.waker().clone());
        Poll::Pending
    }
}

fn say(place: &Mutex<Said>, word: &'static str) {
    let mut said = place.lock().unwrap();
    said.word = Some(word);
    let listener = said.listener.take();
    drop(said);
    if let Some(listener) = listener {
        listener.wake();
    }
}

fn main() {
    let place = Arc::<Mutex<Said>>::default();
    let word = Word(Arc::clone(&place));
    // Polled in this order: nobody speaks before somebody listens.
    let (word, speaker) = runtime::block_on(async {
        join!(word, async { thread::spawn(move || say(&place, "hello")) })
    });
    speaker.join().unwrap();
    println!("heard {word}");
}
