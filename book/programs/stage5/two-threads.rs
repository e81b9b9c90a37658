use std::sync::mpsc;
use std::thread;

fn main() {
    let (alice, socket) = mpsc::channel();
    let session = thread::spawn(move || {
        let line = socket.recv().unwrap();
        format!("alice has said {line}")
    });
    println!("the session has started, and waits for alice");
    println!("meanwhile the first thread can greet bob");
    alice.send("hello").unwrap();
    println!("{}", session.join().unwrap());
}
