use std::sync::Arc;
use std::thread;

use parking_lot::Mutex;

fn main() {
    let members = Arc::new(Mutex::new(Vec::new()));
    let mut threads = Vec::new();
    for name in ["alice", "bob", "carol"] {
        let members = Arc::clone(&members);
        threads.push(thread::spawn(move || {
            let mut members = members.lock();
            members.push(name);
        }));
    }
    for thread in threads {
        thread.join().unwrap();
    }
    let mut members = members.lock();
    members.sort_unstable();
    println!("{members:?}");
}
