use std::sync::mpsc;
use std::thread;

fn main() {
    let (outbox, waiting) = mpsc::channel();
    let writer = thread::spawn(move || {
        while let Ok(line) = waiting.recv() {
            println!("written: {line}");
        }
        println!("nobody can send any more");
    });

    let room = outbox.clone();
    room.send("<bob> hello").unwrap();
    drop(room);
    outbox.send("* bob left #lobby").unwrap();
    drop(outbox);
    writer.join().unwrap();
}
