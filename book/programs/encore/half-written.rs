//? show: forgetful, stubborn, careful
use std::mem;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::select;
use tokio::sync::mpsc::{self, Receiver, Sender};

/// Gives what is to be written to the future that writes it.
async fn forgetful(mut socket: DuplexStream, mut inbox: Receiver<String>) {
    let mut waiting = String::new();
    loop {
        let text = mem::take(&mut waiting);
        select! {
            written = socket.write_all(text.as_bytes()), if !text.is_empty() => written.unwrap(),
            Some(line) = inbox.recv() => waiting += &line,
            else => return,
        }
    }
}

/// Keeps it until all of it is written.
async fn stubborn(mut socket: DuplexStream, mut inbox: Receiver<String>) {
    let mut waiting = String::new();
    loop {
        select! {
            written = socket.write_all(waiting.as_bytes()), if !waiting.is_empty() => {
                written.unwrap();
                waiting.clear();
            }
            Some(line) = inbox.recv() => waiting += &line,
            else => return,
        }
    }
}

/// Writes a part, and is told how much that was.
async fn careful(mut socket: DuplexStream, mut inbox: Receiver<String>) {
    let mut waiting = String::new();
    loop {
        select! {
            written = socket.write(waiting.as_bytes()), if !waiting.is_empty() => {
                waiting.drain(..written.unwrap());
            }
            Some(line) = inbox.recv() => waiting += &line,
            else => return,
        }
    }
}

/// Two lines for bob, whose socket has room for eight bytes until he reads.
async fn bob_reads(mut bob: DuplexStream, sender: Sender<String>) -> String {
    for line in ["<alice> hello bob\n", "<carol> hi\n"] {
        sender.send(line.to_owned()).await.unwrap();
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
    }
    drop(sender);
    let mut text = String::new();
    bob.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for name in ["forgetful", "stubborn", "careful"] {
        let (bob, socket) = duplex(8);
        let (sender, inbox) = mpsc::channel(8);
        match name {
            "forgetful" => tokio::spawn(forgetful(socket, inbox)),
            "stubborn" => tokio::spawn(stubborn(socket, inbox)),
            _ => tokio::spawn(careful(socket, inbox)),
        };
        println!("{name}:");
        for line in bob_reads(bob, sender).await.lines() {
            println!("  {line}");
        }
    }
}
