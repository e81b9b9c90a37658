//? exit: 1
//? show: uses, main, serve
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    visitors::come(listener.local_addr()?);
    loop {
        let (socket, _) = listener.accept()?;
        serve(socket)?;
    }
}

fn serve(mut socket: TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(socket.try_clone()?);
    let mut name = String::new();
    lines.read_line(&mut name)?;
    let name = name.trim();
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        println!("server: {} bytes from {name:?}", line.len());
        socket.write_all(format!("<{name}> {line}").as_bytes())?;
        line.clear();
    }
    Ok(())
}

mod visitors {
    use std::io::{Read, Write};
    use std::net::{Shutdown, SocketAddr, TcpStream};
    use std::thread;

    pub fn come(address: SocketAddr) {
        thread::spawn(move || {
            for said in [
                b"alice\nhello\n".to_vec(),
                b"bob> I owe alice a beer <alice\nhello\n".to_vec(),
                [b"mallory\n".to_vec(), vec![b'm'; 10_000_000], b"\n".to_vec()].concat(),
                b"zoe\n\xff\n".to_vec(),
            ] {
                talk(address, said);
            }
        });
    }

    /// Says everything, ends its input, and shows what comes back if it is short.
    fn talk(address: SocketAddr, said: Vec<u8>) {
        let Ok(mut socket) = TcpStream::connect(address) else { return };
        let Ok(mut sender) = socket.try_clone() else { return };
        let sending = thread::spawn(move || {
            let _ = sender.write_all(&said);
            let _ = sender.shutdown(Shutdown::Write);
        });
        let mut seen = Vec::new();
        let _ = socket.read_to_end(&mut seen);
        let _ = sending.join();
        let seen = String::from_utf8_lossy(&seen);
        if !seen.is_empty() && seen.len() < 100 {
            println!("client: {}", seen.trim_end());
        }
    }
}
