//? show: main
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

fn main() -> std::io::Result<()> {
    let (mut socket, mut peer) = UnixStream::pair()?;
    socket.set_nonblocking(true)?;
    let alice = thread::spawn(move || {
        // She has nothing to say yet. Count what is done about that meanwhile.
        thread::sleep(Duration::from_secs(1));
        peer.write_all(b"hello")
    });
    let mut tries = 0;
    let text = runtime::block_on(async {
        let mut buffer = [0; 16];
        loop {
            tries += 1;
            match socket.read(&mut buffer) {
                Ok(count) => return std::io::Result::Ok(buffer[..count].to_vec()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    if tries == 1 {
                        println!("{error}");
                    }
                    runtime::yield_now().await;
                }
                Err(error) => return Err(error),
            }
        }
    })?;
    println!("{}, after more than 100 tries: {}", String::from_utf8_lossy(&text), tries > 100);
    alice.join().unwrap()
}
