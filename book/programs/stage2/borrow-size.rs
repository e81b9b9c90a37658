use std::cell::RefCell;
use std::mem::size_of;

fn main() {
    println!("Vec<u64>: {} bytes", size_of::<Vec<u64>>());
    println!("RefCell<Vec<u64>>: {} bytes", size_of::<RefCell<Vec<u64>>>());
}
