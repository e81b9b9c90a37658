//! The connection: made again whenever it ends, until the user leaves.

use std::io::{self, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;
use std::time::Instant;

use crate::address::Address;
use crate::backoff::Backoff;
use crate::error::ClientError;
use crate::lines::Lines;
use crate::tui::Event;

/// What the connection tells the app.
#[derive(Debug)]
pub enum News {
    /// There is a connection; what is to be sent goes this way.
    Up(Sender<Outgoing>),
    Line(String),
    /// It ended, or could not be made, and is tried again; why.
    Down(String),
}

/// What the app tells a connection.
#[derive(Debug, PartialEq, Eq)]
pub enum Outgoing {
    Line(String),
    /// Nothing follows: everything before it is answered, then the server closes.
    End,
}

/// Serves `events` with what happens on a connection that exists, and on those after it. Ends
/// when nobody receives.
pub fn run(
    stream: TcpStream,
    address: Address,
    events: SyncSender<Event>,
) -> Result<(), ClientError> {
    let supervise = move || {
        let tell = |news| events.send(Event::Net(news)).is_ok();
        let mut backoff = Backoff::default();
        let mut next = Ok(stream);
        loop {
            let begun = Instant::now();
            let why = match next {
                Ok(stream) => match talk(&stream, &tell) {
                    Ok(()) => "the server closed the connection".to_owned(),
                    Err(error) => format!("the connection broke: {error}"),
                },
                Err(error) => ClientError::to_string(&error),
            };
            if !tell(News::Down(why)) {
                return;
            }
            thread::sleep(backoff.wait(begun.elapsed()));
            next = address.connect();
        }
    };
    start("network", supervise)
}

/// Starts a thread that nobody waits for: the program ends when its user leaves.
pub fn start(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), ClientError> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(work);
    started.map(|_| ()).map_err(ClientError::Thread)
}

/// One connection, to its end.
fn talk(stream: &TcpStream, tell: &impl Fn(News) -> bool) -> io::Result<()> {
    let (sender, outgoing) = mpsc::channel();
    let writing = stream.try_clone()?;
    let writer = thread::Builder::new().name("writer".to_owned());
    writer.spawn(move || write(writing, &outgoing))?;
    let read = if tell(News::Up(sender)) { read(stream, tell) } else { Ok(()) };
    // Fails only if the connection is gone; it ends a writer that the server keeps waiting.
    let _ = stream.shutdown(Shutdown::Both);
    read
}

fn read(stream: &TcpStream, tell: &impl Fn(News) -> bool) -> io::Result<()> {
    let mut lines = Lines::new(stream);
    while let Some(line) = lines.next_line()? {
        if !tell(News::Line(line)) {
            break;
        }
    }
    Ok(())
}

/// Writes from a thread of its own: a server may be slow to take lines, and the user is not to
/// wait for it.
fn write(mut stream: TcpStream, outgoing: &Receiver<Outgoing>) {
    for message in outgoing {
        let done = match message {
            Outgoing::Line(line) => stream.write_all(format!("{line}\n").as_bytes()),
            Outgoing::End => stream.shutdown(Shutdown::Write),
        };
        if done.is_err() {
            // The reading side finds the same end, and tells why.
            return;
        }
    }
}
