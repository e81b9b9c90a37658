//? show: main
use std::alloc::{GlobalAlloc, Layout, System};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn main() {
    let buffer = String::from("hello");
    let borrowed: &str = &buffer;
    let shared: Rc<str> = Rc::from(borrowed);

    let before = allocations();
    let copies = vec![borrowed; 100];
    println!("100 references, allocations: {}", allocations() - before);

    let before = allocations();
    let shares: Vec<Rc<str>> = copies.iter().map(|_| Rc::clone(&shared)).collect();
    println!("100 clones of an Rc, allocations: {}", allocations() - before);

    let before = allocations();
    let strings: Vec<String> = shares.iter().map(|text| (**text).to_owned()).collect();
    println!("100 strings, allocations: {}", allocations() - before);
    assert!(strings.iter().all(|text| text == borrowed));
}

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

fn allocations() -> usize {
    ALLOCATIONS.load(Ordering::Relaxed)
}

struct Counting;

#[global_allocator]
static GLOBAL: Counting = Counting;

// SAFETY: everything is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps the same promises to us.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}
