//? error: E0423
use stage1_tcp::UserName;

fn main() {
    let name = UserName("admin".to_owned());
    println!("* Welcome, {name}!");
}
