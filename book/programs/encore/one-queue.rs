//? show: Queue, impl Queue, pass_to_and_fro
//! One queue for all, and what waits in it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

use runtime::sync::mpsc;
use runtime::{Builder, yield_now};

type Future = Pin<Box<dyn std::future::Future<Output = ()> + Send>>;

/// Who is ready to run, in the order in which they were woken.
#[derive(Default)]
struct Queue {
    tasks: Mutex<VecDeque<Arc<Task>>>,
    locked: AtomicUsize,
}

struct Task {
    queue: Arc<Queue>,
    future: Mutex<Future>,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        let queue = Arc::clone(&self.queue);
        queue.push(self);
    }
}

impl Queue {
    fn push(&self, task: Arc<Task>) {
        self.locked.fetch_add(1, SeqCst);
        self.tasks.lock().unwrap().push_back(task);
    }

    fn pop(&self) -> Option<Arc<Task>> {
        self.locked.fetch_add(1, SeqCst);
        self.tasks.lock().unwrap().pop_front()
    }

    /// What each worker does.
    fn work(&self) -> usize {
        let mut polls = 0;
        while let Some(task) = self.pop() {
            let waker = Waker::from(Arc::clone(&task));
            let mut future = task.future.lock().unwrap();
            // A task that is done leaves no waker, and is not queued again.
            let _ = future.as_mut().poll(&mut Context::from_waker(&waker));
            polls += 1;
        }
        polls
    }
}

const ROUND_TRIPS: usize = 1000;

/// How often one of the others ran.
static OTHERS: AtomicUsize = AtomicUsize::new(0);
static STOP: AtomicBool = AtomicBool::new(false);

/// Two tasks that answer each other, among a hundred that always have
/// something to do.
fn pass_to_and_fro(spawn: impl Fn(Future)) {
    OTHERS.store(0, SeqCst);
    STOP.store(false, SeqCst);
    for _ in 0..100 {
        spawn(Box::pin(async {
            while !STOP.load(SeqCst) {
                OTHERS.fetch_add(1, SeqCst);
                yield_now().await;
            }
        }));
    }
    let (ping, mut pings) = mpsc::channel(1);
    let (pong, mut pongs) = mpsc::channel(1);
    spawn(Box::pin(async move {
        while let Some(ball) = pings.recv().await {
            pong.send(ball).await.unwrap();
        }
    }));
    spawn(Box::pin(async move {
        for ball in 0..ROUND_TRIPS {
            ping.send(ball).await.unwrap();
            pongs.recv().await.unwrap();
        }
        let between = OTHERS.load(SeqCst) / ROUND_TRIPS;
        println!("polls of others in a round trip: {between}");
        STOP.store(true, SeqCst);
    }));
}

fn main() {
    println!("one queue");
    let queue = Arc::new(Queue::default());
    pass_to_and_fro(|future| {
        let future = Mutex::new(future);
        queue.push(Arc::new(Task { queue: Arc::clone(&queue), future }));
    });
    let polls = queue.work();
    println!("locks for each poll: {}", queue.locked.load(SeqCst) / polls);

    println!("our runtime, with one worker");
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    let (done, mut ended) = mpsc::channel::<()>(1);
    runtime.spawn(async move {
        pass_to_and_fro(|future| {
            let done = done.clone();
            runtime::spawn(async move {
                future.await;
                drop(done);
            });
        });
    });
    runtime.block_on(ended.recv());
}
