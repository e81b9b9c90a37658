//! Turning clients away.

use std::io::{self, Read, Write};
use std::net::Shutdown;

use tokio::net::TcpStream;

use crate::error::ChatError;

/// How many reads of what a client has sent already.
const MOST: u32 = 64;

/// Tells a client why there is no place for it. Waits for nothing.
pub fn refuse(socket: TcpStream, why: &ChatError) {
    let tell = || {
        let mut socket = socket.into_std()?;
        socket.write_all(why.line().as_bytes())?;
        socket.shutdown(Shutdown::Write)?;
        // Closing with unread input would throw away what is on its way. One that
        // sends without end does not care.
        let mut reads = 0;
        while reads < MOST && socket.read(&mut [0; 1024])? > 0 {
            reads += 1;
        }
        Ok::<_, io::Error>(())
    };
    // A client that is gone already need not be told.
    let _ = tell();
}
