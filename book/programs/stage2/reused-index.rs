struct Users {
    slots: Vec<Option<&'static str>>,
}

impl Users {
    fn insert(&mut self, name: &'static str) -> usize {
        let free = self.slots.iter().position(Option::is_none);
        let index = free.unwrap_or(self.slots.len());
        if index == self.slots.len() {
            self.slots.push(None);
        }
        self.slots[index] = Some(name);
        index
    }
}

fn main() {
    let mut users = Users { slots: Vec::new() };
    users.insert("alice");
    let to_bob = users.insert("bob");

    users.slots[to_bob] = None; // bob leaves
    println!("for {:?}: nobody there", users.slots[to_bob]);
    users.insert("mallory");
    println!("for {:?}: my password is crab", users.slots[to_bob]);
}
