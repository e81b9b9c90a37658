//? error: E0277
use std::cell::RefCell;
use std::sync::Arc;
use std::thread;

use stage5_threaded::UserName;

fn come(members: &Arc<RefCell<Vec<UserName>>>, name: UserName) {
    let members = Arc::clone(members);
    thread::spawn(move || members.borrow_mut().push(name));
}

fn main() {}
