//? show: Task, impl Wake for Task, work, main
//? exit: 101
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

struct Task {
    future: Mutex<Pin<Box<dyn Future<Output = ()> + Send>>>,
    /// It is in the queue, and need not be put there again.
    is_queued: AtomicBool,
    queue: Sender<Arc<Task>>,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        if !self.is_queued.swap(true, SeqCst) {
            self.queue.clone().send(self).unwrap();
        }
    }
}

/// A worker. It takes the mark away from a task after it has polled it, or before.
fn work(queue: &Receiver<Arc<Task>>, before: bool) {
    while let Ok(task) = queue.try_recv() {
        if before {
            task.is_queued.store(false, SeqCst);
        }
        let waker = Waker::from(Arc::clone(&task));
        let mut future = task.future.lock().unwrap();
        println!("  {:?}", future.as_mut().poll(&mut Context::from_waker(&waker)));
        if !before {
            task.is_queued.store(false, SeqCst);
        }
    }
    println!("  the queue is empty");
}

fn spawn(queue: &Sender<Arc<Task>>, future: impl Future<Output = ()> + Send + 'static) {
    let future = Mutex::new(Box::pin(future) as Pin<Box<_>>);
    let task = Task { future, is_queued: AtomicBool::new(false), queue: queue.clone() };
    Arc::new(task).wake();
}

fn main() {
    let (queue, tasks) = mpsc::channel();
    println!("the mark goes after the poll, in which the task is woken:");
    spawn(&queue, runtime::yield_now());
    work(&tasks, false);
    println!("the mark goes before it:");
    spawn(&queue, runtime::yield_now());
    work(&tasks, true);
    println!("the same, and the poll that is woken is the last:");
    spawn(&queue, async {
        poll_fn(|context| {
            context.waker().wake_by_ref();
            Poll::Ready(())
        })
        .await;
    });
    work(&tasks, true);
}
