//? error: E0277
use std::rc::Rc;
use std::sync::Mutex;
use std::thread;

use stage5_threaded::UserName;

fn come(members: &Rc<Mutex<Vec<UserName>>>, name: UserName) {
    let members = Rc::clone(members);
    thread::spawn(move || members.lock().unwrap().push(name));
}

fn main() {}
