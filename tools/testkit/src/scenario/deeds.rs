//! What the clients of a scenario do and see.

use super::run::{Mismatch, QUIET, Run, mismatch};
use super::{Deed, Ending, EventKind, Stages, Text};
use crate::login::PROMPT;
use crate::{Client, PATIENCE, Received, escape};

impl Run {
    pub(super) fn deed(&mut self, name: &str, deed: &Deed, n: usize) -> Result<(), Mismatch> {
        let client = name.to_owned();
        match deed {
            Deed::Connect => return self.connect(name),
            Deed::LogIn { name: user } => return self.log_in(name, user),
            Deed::Send(text) => {
                let bytes = line_bytes(text, n);
                return self.send(name, bytes, usize::MAX);
            }
            Deed::Trickle(text) => return self.send(name, line_bytes(text, n), 1),
            Deed::See(text) => return self.see(name, text, n),
            Deed::SeeNothing => {
                let came = self.client(name)?.receive(QUIET);
                if !matches!(came, Received::Nothing) {
                    return mismatch("nothing", came.describe());
                }
                self.event(EventKind::SawNothing { client });
            }
            Deed::EndInput => {
                if let Err(error) = self.client(name)?.try_end_input() {
                    return mismatch("a connection to shut", error.to_string());
                }
                self.event(EventKind::EndedInput { client });
            }
            Deed::Reset => {
                self.take(name)?.reset();
                self.event(EventKind::Reset { client });
            }
            Deed::HangUp => {
                self.take(name)?.close();
                self.event(EventKind::HungUp { client });
            }
            Deed::Disconnected => return self.disconnected(name),
        }
        Ok(())
    }

    fn disconnected(&mut self, name: &str) -> Result<(), Mismatch> {
        match self.client(name)?.receive(PATIENCE) {
            Received::Closed(rest) if rest.is_empty() => {}
            other => return mismatch("the end of input", other.describe()),
        }
        self.take(name)?.close();
        self.event(EventKind::Disconnected { client: name.to_owned() });
        Ok(())
    }

    fn connect(&mut self, name: &str) -> Result<(), Mismatch> {
        if self.clients.contains_key(name) {
            return mismatch(format!("{name} to be gone"), "a second connection");
        }
        match Client::try_connect(self.server.addr()) {
            Ok(client) => self.clients.insert(name.to_owned(), client),
            Err(error) => return mismatch("a connection", error.to_string()),
        };
        self.comers += 1;
        self.event(EventKind::Connected { client: name.to_owned() });
        Ok(())
    }

    fn log_in(&mut self, name: &str, user: &str) -> Result<(), Mismatch> {
        self.connect(name)?;
        if self.stage == Stages::BROKER {
            return self.take_name(name, user);
        }
        self.see_line(name, PROMPT)?;
        self.send(name, format!("{user}\n").into_bytes(), usize::MAX)?;
        let place = if self.stage >= 2 { " You're in #lobby." } else { "" };
        self.see_line(name, &format!("* Welcome, {user}!{place}"))?;
        if self.stage >= 4 {
            let motd = self.motd.clone();
            self.see_line(name, &motd)?;
        }
        Ok(())
    }

    /// In the broker chat everybody is in at once, and may then take another name.
    fn take_name(&mut self, name: &str, user: &str) -> Result<(), Mismatch> {
        let given = format!("user-{}", self.comers);
        self.see_line(name, &format!("* Welcome, {given}!"))?;
        self.send(name, format!("/nick {user}\n").into_bytes(), usize::MAX)?;
        self.see_line(name, &format!("* {given} is now {user}"))
    }

    /// Sends in writes of at most `size` bytes.
    fn send(&mut self, name: &str, bytes: Vec<u8>, size: usize) -> Result<(), Mismatch> {
        let client = self.client(name)?;
        for piece in bytes.chunks(size) {
            if let Err(error) = client.try_send_bytes(piece) {
                return mismatch("a connection that takes it", error.to_string());
            }
        }
        self.event(EventKind::Sent { client: name.to_owned(), bytes });
        Ok(())
    }

    fn see(&mut self, name: &str, text: &Text, n: usize) -> Result<(), Mismatch> {
        let came = self.client(name)?.receive(PATIENCE);
        match came {
            Received::Line(line) if text.matches(&line, n) => {
                self.event(EventKind::Received { client: name.to_owned(), line });
                Ok(())
            }
            other => {
                let more = if text.ending() == Ending::Anything { " and more" } else { "" };
                let expected = format!("the line {}{more}", escape::show(&text.bytes(n)));
                mismatch(expected, other.describe())
            }
        }
    }

    fn see_line(&mut self, name: &str, expected: &str) -> Result<(), Mismatch> {
        match self.client(name)?.receive(PATIENCE) {
            Received::Line(line) if line == expected.as_bytes() => {
                self.event(EventKind::Received { client: name.to_owned(), line });
                Ok(())
            }
            other => mismatch(format!("the line {expected}"), other.describe()),
        }
    }

    fn client(&mut self, name: &str) -> Result<&mut Client, Mismatch> {
        self.clients.get_mut(name).ok_or_else(|| missing(name))
    }

    fn take(&mut self, name: &str) -> Result<Client, Mismatch> {
        let log = self.client(name)?.log();
        self.gone.push((name.to_owned(), log));
        self.clients.remove(name).ok_or_else(|| missing(name))
    }
}

fn missing(name: &str) -> Mismatch {
    Mismatch { expected: format!("{name} to be connected"), came: "nobody of that name".to_owned() }
}

fn line_bytes(text: &Text, n: usize) -> Vec<u8> {
    let mut bytes = text.bytes(n);
    if text.ending() == Ending::Newline {
        bytes.push(b'\n');
    }
    bytes
}
