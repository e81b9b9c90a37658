//! Data that comes in at the worst moment: after the answer "would block", and before anybody has
//! acted on it.

use std::io::{self, IoSlice, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use runtime::net::{Socket, Stream};

#[derive(Debug)]
struct Unlucky {
    socket: UnixStream,
    peer: UnixStream,
}

impl AsFd for Unlucky {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl Socket for Unlucky {
    fn receive(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let answer = (&self.socket).read(buffer);
        if let Err(error) = &answer {
            println!("read: {error}");
            (&self.peer).write_all(b"hello")?;
            println!("data comes in, and the driver reports it");
            thread::sleep(Duration::from_secs(1));
        }
        answer
    }

    fn send(&self, bytes: &[u8]) -> io::Result<usize> {
        (&self.socket).write(bytes)
    }

    fn send_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        (&self.socket).write_vectored(pieces)
    }

    fn shut_down(&self, how: Shutdown) -> io::Result<()> {
        self.socket.shutdown(how)
    }

    fn set_nonblocking(&self) -> io::Result<()> {
        self.socket.set_nonblocking(true)
    }
}

fn main() {
    let (done, ended) = mpsc::channel();
    thread::spawn(move || {
        // A worker waits in the driver, and this thread reads.
        runtime::Runtime::new()?.block_on(async {
            let (socket, peer) = UnixStream::pair()?;
            let mut stream = Stream::from_std(Unlucky { socket, peer })?;
            let mut buffer = [0; 16];
            let count = stream.read(&mut buffer).await?;
            done.send(count).map_err(io::Error::other)
        })
    });
    match ended.recv_timeout(Duration::from_secs(4)) {
        Ok(count) => println!("read: {count} bytes"),
        Err(_) => println!("the task waits, and the bytes are there"),
    }
}
