//? error: E0502
use std::cell::RefCell;

struct Chat {
    users: Vec<String>,
    rooms: Vec<String>,
}

fn login(chat: &RefCell<Chat>) {
    let mut chat = chat.borrow_mut();
    let lobby = &chat.rooms[0];
    chat.users.push(format!("alice in {lobby}"));
    println!("{lobby}: {:?}", chat.users);
}

fn main() {
    login(&RefCell::new(Chat { users: Vec::new(), rooms: vec!["#lobby".to_owned()] }));
}
