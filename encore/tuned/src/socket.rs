//! Reads and writes that do not wait, and that do not ask twice.
//!
//! A read that brings less than it could has emptied the socket, and a write that takes less than
//! it was given has filled it. With edge-triggered readiness, as epoll's is here, that is as good
//! as being told: asking once more, only to hear that there is nothing, would be a second call
//! for each read.

use std::cell::RefCell;
use std::io::{self, ErrorKind, IoSlice, Read};

use socket2::{SockRef, Socket};
use tokio::io::Interest;
use tokio::net::TcpStream;

use crate::frame::ReadBuffer;

/// More than any client's buffer has room for.
const SCRATCH: usize = 64 * 1024;

thread_local! {
    /// Where reads land, whoever's they are. From here only what has come is copied, so a client
    /// needs no free space of its own.
    static LANDING: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH]);
}

/// Whether the system says again that a socket is ready without being asked.
const EDGE_TRIGGERED: bool = cfg!(target_os = "linux");

/// A way to write to a socket without waiting.
pub type Write = fn(&TcpStream, &[IoSlice<'_>]) -> io::Result<usize>;

/// Reads what has come. The count is 0 at the end of the input.
pub fn read(socket: &TcpStream, buffer: &mut ReadBuffer) -> io::Result<usize> {
    land(buffer, |landing| receive(socket, landing))
}

/// Adds what `read` brings to a client's buffer.
pub fn land(
    buffer: &mut ReadBuffer,
    read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
) -> io::Result<usize> {
    LANDING.with_borrow_mut(|landing| {
        let count = read(&mut landing[..buffer.room().min(SCRATCH)])?;
        buffer.add(&landing[..count]);
        Ok(count)
    })
}

/// The same without a client's buffer.
pub fn receive(socket: &TcpStream, bytes: &mut [u8]) -> io::Result<usize> {
    once(socket, Interest::READABLE, |socket| {
        let mut stream: &Socket = socket;
        let count = stream.read(bytes)?;
        Ok((count, (1..bytes.len()).contains(&count)))
    })
}

/// Writes as much as the socket takes.
pub fn write(socket: &TcpStream, slices: &[IoSlice<'_>]) -> io::Result<usize> {
    let length: usize = slices.iter().map(|slice| slice.len()).sum();
    once(socket, Interest::WRITABLE, |socket| {
        let count = socket.send_vectored(slices)?;
        Ok((count, count < length))
    })
}

/// The same without waiting for the system to say that there is room. It takes what there is room
/// for, but says so only when a third of its megabytes is free: somebody who reads 200 KiB a
/// second would seem for seconds to read nothing.
pub fn write_early(socket: &TcpStream, slices: &[IoSlice<'_>]) -> io::Result<usize> {
    SockRef::from(socket).send_vectored(slices)
}

/// Does something that returns a count, and whether the socket is not ready any more.
fn once(
    socket: &TcpStream,
    interest: Interest,
    act: impl FnOnce(&SockRef<'_>) -> io::Result<(usize, bool)>,
) -> io::Result<usize> {
    let mut done = None;
    let result = socket.try_io(interest, || {
        let (count, is_last) = act(&SockRef::from(socket))?;
        done = Some(count);
        // This makes tokio wait for the next edge. One that has come since it looked counts.
        if is_last && EDGE_TRIGGERED { Err(ErrorKind::WouldBlock.into()) } else { Ok(()) }
    });
    match done {
        Some(count) => Ok(count),
        None => result.map(|()| 0),
    }
}
