use parking_lot::Mutex;

fn main() {
    let members = Mutex::new(vec!["alice", "bob"]);

    match members.lock().len() {
        0 => println!("nobody"),
        count => println!("{count} members; locked: {}", members.is_locked()),
    }

    let count = members.lock().len();
    println!("{count} members; locked: {}", members.is_locked());
}
