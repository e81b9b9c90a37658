fn main() {
    let mut users = vec!["alice", "bob", "carol"];
    let to_bob = 1;
    println!("for {}: the crab is in the kitchen", users[to_bob]);

    users.remove(0); // alice leaves
    println!("for {}: do not tell carol", users[to_bob]);
}
