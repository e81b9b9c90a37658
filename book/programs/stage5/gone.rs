use std::sync::mpsc;

fn main() {
    let (outbox, waiting) = mpsc::channel();
    drop(waiting);
    println!("{:?}", outbox.send("<bob> hello"));
}
