struct Room {
    members: Vec<u32>,
}

struct Membership {
    user: u32,
    members: Vec<u32>,
}

impl Room {
    fn admit(&mut self, user: u32) -> Membership {
        self.members.push(user);
        Membership { user, members: self.members.clone() }
    }
}

impl Membership {
    fn leave(mut self) {
        self.members.retain(|&member| member != self.user);
        println!("the membership's list: {:?}", self.members);
    }
}

fn main() {
    let mut lobby = Room { members: Vec::new() };
    let alice = lobby.admit(1);
    alice.leave();
    println!("the room's list: {:?}", lobby.members);
}
