//! A reader on a slow line, while somebody pastes a book.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use testkit::{Client, Server};

const LINES: usize = 10_000;

fn main() {
    let server = Server::start(PathBuf::from(env::var_os("SERVER").expect("SERVER")), &[]);
    let mut reader = Client::connect_with_buffer(server.addr(), 4096).expect("a connection");
    reader.expect("* Welcome, user-1!");
    let mut talker = Client::connect(server.addr());
    talker.expect("* Welcome, user-2!");
    reader.expect("* user-2 joined");
    let sender = talker.sender();
    println!("user-2 says 10 MB, and user-1 reads 4 MB a second at most");
    thread::scope(|scope| {
        scope.spawn(|| (0..LINES).all(|_| sender.try_send_bytes(&LINE).is_ok()));
        let (mut heard, mut is_open) = (0, true);
        while is_open && heard < LINES {
            thread::sleep(Duration::from_millis(25));
            for _ in 0..100 {
                match reader.try_line(Duration::from_secs(5)) {
                    Some(_) => heard += 1,
                    None => is_open = false,
                }
                if !is_open || heard == LINES {
                    break;
                }
            }
        }
        let everything = if heard == LINES { "everything" } else { "a part of it" };
        println!("user-1 has got {everything}");
    });
    let notice = talker.try_line(Duration::from_secs(1));
    println!("user-2 sees: {}", notice.unwrap_or("(nothing)".to_owned()));
}

/// A kilobyte with its newline.
static LINE: [u8; 1000] = {
    let mut line = [b'z'; 1000];
    line[999] = b'\n';
    line
};
