//? show: read_line, Lines, impl Lines, serve
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::select;
use tokio::sync::mpsc::{self, UnboundedReceiver};

/// Keeps what it has read so far to itself.
async fn read_line(socket: &mut DuplexStream) -> String {
    let mut line = Vec::new();
    loop {
        match socket.read_u8().await {
            Ok(b'\n') | Err(_) => return String::from_utf8(line).unwrap(),
            Ok(byte) => line.push(byte),
        }
    }
}

/// Keeps what it has read so far outside of the future.
#[derive(Default)]
struct Lines {
    line: Vec<u8>,
}

impl Lines {
    async fn read(&mut self, socket: &mut DuplexStream) -> String {
        loop {
            match socket.read_u8().await {
                Ok(b'\n') | Err(_) => return String::from_utf8(self.line.split_off(0)).unwrap(),
                Ok(byte) => self.line.push(byte),
            }
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for keeps in [false, true] {
        let (mut client, mut socket) = duplex(64);
        let (bell, mut notices) = mpsc::unbounded_channel();
        let client = tokio::spawn(async move {
            client.write_all(b"hel").await.unwrap();
            tokio::task::yield_now().await;
            bell.send("* bob joined #lobby").unwrap();
            tokio::task::yield_now().await;
            client.write_all(b"lo\n").await.unwrap();
        });
        println!("{}", if keeps { "a buffer outside:" } else { "a buffer inside:" });
        serve(&mut socket, &mut notices, keeps).await;
        client.await.unwrap();
    }
}

async fn serve(socket: &mut DuplexStream, notices: &mut UnboundedReceiver<&str>, keeps: bool) {
    let mut lines = Lines::default();
    loop {
        let line = async {
            if keeps { lines.read(socket).await } else { read_line(socket).await }
        };
        select! {
            line = line => return println!("  said: {line}"),
            Some(notice) = notices.recv() => println!("  {notice}"),
        }
    }
}
