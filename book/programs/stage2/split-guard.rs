//? show: login
use std::cell::RefCell;

struct Chat {
    users: Vec<String>,
    rooms: Vec<String>,
}

fn login(chat: &RefCell<Chat>) {
    let mut chat = chat.borrow_mut();
    let Chat { users, rooms } = &mut *chat;
    let lobby = &rooms[0];
    users.push(format!("alice in {lobby}"));
    println!("{lobby}: {users:?}");
}

fn main() {
    login(&RefCell::new(Chat { users: Vec::new(), rooms: vec!["#lobby".to_owned()] }));
}
