//? error: E0597
use std::thread;

fn main() {
    let buffer = String::from("hello");
    let text = buffer.as_str();
    let writer = thread::spawn(move || println!("<alice> {text}"));
    writer.join().unwrap();
}
