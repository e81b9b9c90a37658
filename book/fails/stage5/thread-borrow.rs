//? error: E0521
use std::io::{self, Read};
use std::net::TcpStream;
use std::thread;

struct Chat {
    said: Vec<u8>,
}

fn serve(mut socket: TcpStream, chat: &mut Chat) -> io::Result<usize> {
    socket.read_to_end(&mut chat.said)
}

fn admit(socket: TcpStream, chat: &mut Chat) {
    thread::spawn(move || serve(socket, chat));
}

fn main() {}
