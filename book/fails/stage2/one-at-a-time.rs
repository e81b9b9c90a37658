//? error: E0499
struct Room {
    members: Vec<u32>,
}

struct Membership<'a> {
    user: u32,
    members: &'a mut Vec<u32>,
}

impl Room {
    fn admit(&mut self, user: u32) -> Membership<'_> {
        self.members.push(user);
        Membership { user, members: &mut self.members }
    }
}

impl Membership<'_> {
    fn leave(self) {
        self.members.retain(|&member| member != self.user);
    }
}

fn main() {
    let mut lobby = Room { members: Vec::new() };
    let alice = lobby.admit(1);
    let bob = lobby.admit(2);
    alice.leave();
    bob.leave();
}
