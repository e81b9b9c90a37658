use std::cell::RefCell;
use std::rc::Rc;

fn main() {
    let room: RefCell<Rc<Vec<u32>>> = RefCell::default();
    let membership = room.clone();
    Rc::make_mut(&mut room.borrow_mut()).push(1);
    println!("the room: {:?}", room.borrow());
    println!("the membership: {:?}", membership.borrow());
}
