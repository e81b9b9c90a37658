//? error: E0502
use std::io::{self, Read};

struct Room<'a> {
    history: Vec<&'a [u8]>,
}

fn serve(mut socket: impl Read) -> io::Result<()> {
    let mut buffer = [0; 256];
    let mut room = Room { history: Vec::new() };
    loop {
        let count = socket.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        room.history.push(&buffer[..count]);
    }
}

fn main() -> io::Result<()> {
    serve(io::stdin())
}
