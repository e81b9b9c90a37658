//? error: E0505
use std::cell::RefCell;

struct Room {
    members: RefCell<Vec<u32>>,
}

struct Membership<'a> {
    user: u32,
    members: &'a RefCell<Vec<u32>>,
}

struct Chat<'a> {
    rooms: Vec<Room>,
    memberships: Vec<Membership<'a>>,
}

fn main() {
    let rooms = vec![Room { members: RefCell::default() }];
    rooms[0].members.borrow_mut().push(1);
    let memberships = vec![Membership { user: 1, members: &rooms[0].members }];
    let chat = Chat { rooms, memberships };
    for membership in chat.memberships {
        membership.members.borrow_mut().retain(|&member| member != membership.user);
    }
}
