//! Servers that do exactly what they are told, faults included. One thread, whatever it costs.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    Plain,
    Others,
    Chat,
    Broker,
    Irc,
    Nats,
}

/// What it does wrong, to client 0 alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// That many lines are not delivered: the last ones.
    Drop(usize),
    /// That many lines come twice.
    Repeat(usize),
    /// That many lines come without their end.
    Tear(usize),
    /// That many lines come under another name.
    Forge(usize),
    /// Its connection ends with the first message.
    Disconnect,
    /// Nobody gets anything.
    Stop,
}

struct Member {
    socket: TcpStream,
    unread: Vec<u8>,
    name: Option<String>,
}

struct Fake {
    speech: Speech,
    fault: Fault,
    members: Vec<Member>,
    /// Messages that client 0 has been sent, or should have been.
    told: usize,
}

/// Starts one in the background; it ends with the test.
pub fn serve(speech: Speech, fault: Fault) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("no blocking");
    let addr = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let mut fake = Fake { speech, fault, members: Vec::new(), told: 0 };
        loop {
            while let Ok((socket, _)) = listener.accept() {
                socket.set_nonblocking(true).expect("no blocking");
                socket.set_nodelay(true).expect("TCP_NODELAY");
                fake.admit(socket);
            }
            (0..fake.members.len()).for_each(|number| fake.listen(number));
            thread::sleep(Duration::from_micros(200));
        }
    });
    addr
}

impl Fake {
    fn admit(&mut self, socket: TcpStream) {
        let id = self.members.len();
        self.members.push(Member { socket, unread: Vec::new(), name: None });
        match self.speech {
            Speech::Chat => self.tell(id, "* Enter your username:\n"),
            Speech::Broker => {
                self.members[id].name = Some(format!("user-{}", id + 1));
                self.tell(id, &format!("* Welcome, user-{}!\n", id + 1));
                self.tell_others(id, &format!("* user-{} joined\n", id + 1));
            }
            Speech::Nats => self.tell(id, "INFO {}\r\n"),
            Speech::Plain | Speech::Others | Speech::Irc => {}
        }
    }

    fn listen(&mut self, id: usize) {
        let mut chunk = [0; 4096];
        while let Ok(count @ 1..) = self.members[id].socket.read(&mut chunk) {
            self.members[id].unread.extend_from_slice(&chunk[..count]);
        }
        while let Some(end) = self.members[id].unread.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = self.members[id].unread.drain(..=end).collect();
            let line = String::from_utf8(line).expect("UTF-8");
            self.hear(id, line.trim_end());
        }
    }

    fn hear(&mut self, id: usize, line: &str) {
        match self.speech {
            Speech::Chat if self.members[id].name.is_none() => {
                self.members[id].name = Some(line.to_owned());
                self.tell(id, &format!("* Welcome, {line}! You're in #lobby.\n"));
                self.tell_others(id, &format!("* {line} joined #lobby\n"));
            }
            Speech::Plain if line.starts_with("hello ") => self.tell(id, &format!("{line}\n")),
            Speech::Broker if line.starts_with("/nick ") => {
                let name = line.replacen("/nick ", "", 1);
                self.tell(id, &format!("* user-{} is now {name}\n", id + 1));
                self.members[id].name = Some(name);
            }
            Speech::Others if self.members[id].name.is_none() => {
                self.members[id].name = Some(line.to_owned());
            }
            Speech::Plain | Speech::Others | Speech::Chat | Speech::Broker => self.say(id, line),
            Speech::Irc => self.hear_irc(id, line),
            Speech::Nats if line.starts_with('m') => self.say(id, line),
            Speech::Nats if line == "PING" => self.tell(id, "PONG\r\nPING\r\n"),
            Speech::Nats => {}
        }
    }

    fn hear_irc(&mut self, id: usize, line: &str) {
        if let Some(nick) = line.strip_prefix("NICK ") {
            self.members[id].name = Some(nick.to_owned());
            self.tell(id, &format!(":fake 001 {nick} :Welcome\r\n"));
        } else if line.starts_with("JOIN") {
            self.tell(id, "PING :x\r\n:fake 366 nick #r0 :End of /NAMES list.\r\n");
        } else if let Some((_, text)) = line.split_once(" :m") {
            self.say(id, &format!("m{text}"));
        }
    }

    /// A message, to all who are to hear it.
    fn say(&mut self, from: usize, text: &str) {
        if self.fault == Fault::Stop {
            return;
        }
        let line = self.line(from, text);
        let echoes = self.echoes();
        for id in 0..self.members.len() {
            if id == 0 {
                self.tell_the_first(from, text, &line);
            } else if id != from || echoes {
                self.tell(id, &line);
            }
        }
    }

    fn echoes(&self) -> bool {
        !matches!(self.speech, Speech::Others | Speech::Broker | Speech::Irc)
    }

    fn line(&self, from: usize, text: &str) -> String {
        let name = self.members[from].name.as_deref().unwrap_or_default();
        match self.speech {
            Speech::Plain => format!("{text}\n"),
            Speech::Others => format!("{name}: {text}\n"),
            Speech::Chat | Speech::Broker => format!("<{name}> {text}\n"),
            Speech::Irc => format!(":{name}!~u@localhost PRIVMSG #r0 :{text}\r\n"),
            Speech::Nats => format!("MSG r0 1 {}\r\n{text}\r\n", text.len()),
        }
    }

    fn tell_the_first(&mut self, from: usize, text: &str, line: &str) {
        if from == 0 && !self.echoes() {
            return;
        }
        self.told += 1;
        // The last of each of its five senders' twenty messages, and so on backwards.
        let late = 100 - self.told;
        match self.fault {
            Fault::Drop(count) if late < count => {}
            Fault::Repeat(count) if self.told <= count => self.tell(0, &line.repeat(2)),
            // The next line ends it.
            Fault::Tear(count) if self.told <= count * 2 && self.told % 2 == 1 => {
                self.tell(0, line.trim_end());
            }
            Fault::Forge(count) if self.told <= count => self.tell(0, &format!("<u0009> {text}\n")),
            Fault::Disconnect => {
                let _gone = self.members[0].socket.shutdown(std::net::Shutdown::Both);
            }
            _ => self.tell(0, line),
        }
    }

    fn tell_others(&mut self, but: usize, line: &str) {
        for id in 0..self.members.len() {
            if id != but && self.members[id].name.is_some() {
                self.tell(id, line);
            }
        }
    }

    fn tell(&mut self, id: usize, line: &str) {
        let mut bytes = line.as_bytes();
        while !bytes.is_empty() {
            match self.members[id].socket.write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => thread::yield_now(),
                // It has gone.
                Err(_) => return,
            }
        }
    }
}
