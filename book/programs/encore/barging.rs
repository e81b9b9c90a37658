//? show: Naive, impl Naive, compete
//! A lock that is free for whoever comes first.

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

use runtime::{Builder, spawn, sync, yield_now};

/// Whether it is locked, and who found it so.
#[derive(Default)]
struct Naive(Mutex<(bool, Vec<Waker>)>);

impl Naive {
    async fn lock(&self) {
        poll_fn(|context| {
            let (is_locked, waiting) = &mut *self.0.lock().unwrap();
            if *is_locked {
                waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            *is_locked = true;
            Poll::Ready(())
        })
        .await;
    }

    /// Wakes all who wait, so that they try again.
    fn unlock(&self) {
        let (is_locked, waiting) = &mut *self.0.lock().unwrap();
        *is_locked = false;
        waiting.drain(..).for_each(Waker::wake);
    }
}

/// Two tasks take a lock as often as they can, and give way while they have it.
async fn compete<F: Future<Output = ()> + Send>(
    turn: impl Fn() -> F + Clone + Send + Sync + 'static,
) {
    let turns = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
    let players = [0, 1].map(|player| {
        let (turn, turns) = (turn.clone(), Arc::clone(&turns));
        spawn(async move {
            while turns[0].load(SeqCst) + turns[1].load(SeqCst) < 1000 {
                turn().await;
                turns[player].fetch_add(1, SeqCst);
            }
        })
    });
    for player in players {
        player.await.unwrap();
    }
    println!("turns: {} and {}", turns[0].load(SeqCst), turns[1].load(SeqCst));
}

fn main() {
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    let both = runtime.spawn(async {
        let naive = Arc::new(Naive::default());
        compete(move || {
            let naive = Arc::clone(&naive);
            async move {
                naive.lock().await;
                yield_now().await;
                naive.unlock();
            }
        })
        .await;
        let fair = Arc::new(sync::Mutex::new(()));
        compete(move || {
            let fair = Arc::clone(&fair);
            async move {
                let _guard = fair.lock().await;
                yield_now().await;
            }
        })
        .await;
    });
    runtime.block_on(both).unwrap();
}
