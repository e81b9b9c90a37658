use std::borrow::Cow;

fn main() {
    println!("&str: {} bytes", size_of::<&str>());
    println!("String: {} bytes", size_of::<String>());
    println!("Cow<str>: {} bytes", size_of::<Cow<'_, str>>());
}
