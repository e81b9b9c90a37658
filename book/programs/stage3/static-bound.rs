use std::rc::Rc;

/// Puts a value where it may stay for as long as it likes.
fn keep<T: 'static>(_value: T) {}

fn main() {
    keep("a text in the program itself");
    keep(String::from("a text that has an owner"));
    keep(Rc::<str>::from("a text with several owners"));
    keep(42);
    println!("all of them may be kept");
}
