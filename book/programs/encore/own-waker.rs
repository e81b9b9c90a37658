//? show: Keeper, impl Future for Keeper, impl Drop for Keeper, Task, main
use std::pin::Pin;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

/// A future that keeps its waker in itself.
struct Keeper {
    waker: Option<Waker>,
    polled: Sender<Waker>,
}

impl Future for Keeper {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.waker = Some(context.waker().clone());
        self.polled.send(context.waker().clone()).unwrap();
        Poll::Pending
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        println!("  the future is dropped");
    }
}

struct Task(Mutex<Pin<Box<dyn Future<Output = ()> + Send>>>);

impl Wake for Task {
    fn wake(self: Arc<Self>) {}
}

fn main() {
    let (polled, wakers) = mpsc::channel();
    println!("an Arc with the future in it:");
    let future = Keeper { waker: None, polled: polled.clone() };
    let task = Arc::new(Task(Mutex::new(Box::pin(future))));
    let waker = Waker::from(Arc::clone(&task));
    let poll = task.0.lock().unwrap().as_mut().poll(&mut Context::from_waker(&waker));
    assert!(poll.is_pending());
    drop((task, waker, wakers.recv()));
    println!("  all handles and wakers outside are gone");

    println!("a task of the runtime:");
    let runtime = runtime::Runtime::new().unwrap();
    let handle = runtime.spawn(Keeper { waker: None, polled });
    let kept = wakers.recv().unwrap();
    drop(runtime);
    println!("  the runtime is gone, and a waker is still there");
    kept.wake();
    println!("  {:?}", runtime::block_on(handle));
}
