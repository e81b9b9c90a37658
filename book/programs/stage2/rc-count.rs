use std::rc::Rc;

fn main() {
    let text: Rc<str> = Rc::from("<alice> hello\n");
    println!("made: {} owner", Rc::strong_count(&text));
    let for_bob = Rc::clone(&text);
    let for_carol = Rc::clone(&text);
    println!("handed out: {} owners", Rc::strong_count(&text));
    println!("the same text: {}", Rc::ptr_eq(&for_bob, &for_carol));
    drop(text);
    drop(for_carol);
    println!("bob still has it: {:?}, {} owner", &*for_bob, Rc::strong_count(&for_bob));
}
