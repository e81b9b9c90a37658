use std::cell::RefCell;

struct Room {
    members: RefCell<Vec<u32>>,
}

struct Membership<'a> {
    user: u32,
    members: &'a RefCell<Vec<u32>>,
}

impl Room {
    fn admit(&self, user: u32) -> Membership<'_> {
        self.members.borrow_mut().push(user);
        Membership { user, members: &self.members }
    }
}

impl Membership<'_> {
    fn leave(self) {
        self.members.borrow_mut().retain(|&member| member != self.user);
    }
}

fn main() {
    let lobby = Room { members: RefCell::new(Vec::new()) };
    let alice = lobby.admit(1);
    let bob = lobby.admit(2);
    println!("{:?}", lobby.members.borrow());
    alice.leave();
    println!("{:?}", lobby.members.borrow());
    bob.leave();
    println!("{:?}", lobby.members.borrow());
}
