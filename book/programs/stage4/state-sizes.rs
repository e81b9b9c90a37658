//? show: Untyped, Connection, Greeting, Chatting
#![allow(dead_code, reason = "only their sizes matter")]

struct Untyped {
    socket: u64,
    refusals_left: Option<u32>,
    name: Option<String>,
}

struct Connection<S> {
    socket: u64,
    state: S,
}

struct Greeting {
    refusals_left: u32,
}

struct Chatting {
    name: String,
}

fn main() {
    println!("with options: {} bytes", size_of::<Untyped>());
    println!("greeting: {} bytes", size_of::<Connection<Greeting>>());
    println!("chatting: {} bytes", size_of::<Connection<Chatting>>());
    println!("in an empty state: {} bytes", size_of::<Connection<()>>());
}
