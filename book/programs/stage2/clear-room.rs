//? exit: 101
use std::cell::RefCell;
use std::rc::Rc;

struct Membership {
    user: u32,
    members: Rc<RefCell<Vec<u32>>>,
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.members.borrow_mut().retain(|&member| member != self.user);
    }
}

fn main() {
    let room: Rc<RefCell<Vec<u32>>> = Rc::default();
    let mut users = Vec::new();
    for user in 0..3 {
        room.borrow_mut().push(user);
        users.push(Some(Membership { user, members: Rc::clone(&room) }));
    }
    for &member in room.borrow().iter() {
        println!("user {member} has to go");
        users[member as usize] = None;
    }
}
