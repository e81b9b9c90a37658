struct UserName(String);
struct UserId(u64);

fn main() {
    println!("a name is as big as a string: {}", size_of::<UserName>() == size_of::<String>());
    println!("an id is as big as a number: {}", size_of::<UserId>() == size_of::<u64>());
    let (name, id) = (UserName("alice".to_owned()), UserId(1));
    println!("{} is user {}", name.0, id.0);
}
