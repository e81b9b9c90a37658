use std::cell::RefCell;
use std::rc::Rc;

fn main() {
    let room: Rc<RefCell<Vec<u32>>> = Rc::default();
    let membership = Rc::clone(&room);
    room.borrow_mut().push(1);
    println!("the membership: {:?}", membership.borrow());
    membership.borrow_mut().clear();
    println!("the room: {:?}", room.borrow());
}
