use std::cell::RefCell;
use std::rc::Rc;

struct Room {
    name: &'static str,
    members: RefCell<Vec<Rc<User>>>,
}

struct User {
    name: &'static str,
    room: Rc<Room>,
}

impl Drop for Room {
    fn drop(&mut self) {
        println!("{} is gone", self.name);
    }
}

fn main() {
    let quiet = Rc::new(Room { name: "#quiet", members: RefCell::default() });
    let lobby = Rc::new(Room { name: "#lobby", members: RefCell::default() });
    let alice = Rc::new(User { name: "alice", room: Rc::clone(&lobby) });
    lobby.members.borrow_mut().push(Rc::clone(&alice));

    println!("{} is in {}", alice.name, alice.room.name);
    println!("owners: #quiet {}, #lobby {}", Rc::strong_count(&quiet), Rc::strong_count(&lobby));
    drop((quiet, lobby, alice));
    println!("the end");
}
