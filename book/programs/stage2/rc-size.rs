use std::mem::size_of;
use std::rc::Rc;

fn main() {
    println!("String: {} bytes", size_of::<String>());
    println!("Rc<str>: {} bytes", size_of::<Rc<str>>());
}
