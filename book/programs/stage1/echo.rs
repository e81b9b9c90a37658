//? exit: 1
//? show: uses, main, serve
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use std::{io::Read, net::SocketAddr, thread}; //? for the clients

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || clients(address)); //? the other side of the conversation
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

fn clients(address: SocketAddr) {
    for said in [
        b"alice\nhello\n".to_vec(),
        b"bob> I owe alice a beer <alice\nhello\n".to_vec(),
        [b"mallory\n".to_vec(), vec![b'm'; 10_000_000], b"\n".to_vec()].concat(),
        b"zoe\n\xff\n".to_vec(),
    ] {
        talk(address, said);
    }
}

/// Says everything, hangs up its sending side, and shows what comes back.
fn talk(address: SocketAddr, said: Vec<u8>) {
    let mut socket = TcpStream::connect(address).expect("a server");
    let mut sender = socket.try_clone().expect("a second handle");
    let sending = thread::spawn(move || {
        let _ = sender.write_all(&said);
        let _ = sender.shutdown(std::net::Shutdown::Write);
    });
    let mut seen = Vec::new();
    let _ = socket.read_to_end(&mut seen);
    let _ = sending.join();
    let seen = String::from_utf8_lossy(&seen);
    if !seen.is_empty() && seen.len() < 100 {
        println!("client: {}", seen.trim_end());
    }
}
