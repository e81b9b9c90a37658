use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

fn main() {
    let count = AtomicUsize::new(1);
    let both_have_read = Barrier::new(2);
    let clone = || {
        let old = count.load(Ordering::SeqCst);
        both_have_read.wait();
        count.store(old + 1, Ordering::SeqCst);
    };
    thread::scope(|scope| {
        scope.spawn(clone);
        scope.spawn(clone);
    });
    println!("one handle, cloned twice; the count says {}", count.into_inner());
}
