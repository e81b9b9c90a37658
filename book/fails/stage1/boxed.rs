//? error: E0599
use std::error::Error;

use stage1_tcp::UserName;

fn enter(line: &str) -> Result<UserName, Box<dyn Error>> {
    if line.starts_with("GET ") {
        return Err("this is not a web server".into());
    }
    Ok(UserName::try_from(line)?)
}

fn main() {
    if let Err(error) = enter("GET / HTTP/1.1") {
        println!("! {error}");
        if error.ends_connection() {
            println!("(closed)");
        }
    }
}
