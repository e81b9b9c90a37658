//? error: E0499
struct User<'a> {
    name: String,
    room: &'a Room,
}

struct Room {
    name: String,
}

struct Chat<'a> {
    users: Vec<User<'a>>,
    rooms: Vec<Room>,
}

impl<'a> Chat<'a> {
    fn login(&'a mut self, name: &str) {
        let room = &self.rooms[0];
        self.users.push(User { name: name.to_owned(), room });
    }
}

fn main() {
    let rooms = vec![Room { name: "lobby".to_owned() }];
    let mut chat = Chat { users: Vec::new(), rooms };
    chat.login("alice");
    chat.login("bob");
}
