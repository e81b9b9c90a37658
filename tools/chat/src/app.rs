//! What the client knows, and what it does about each event.

use std::sync::mpsc::Sender;

use ratatui::crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::compose::{Compose, MOST_BYTES};
use crate::line::{Line, Notice};
use crate::net::{News, Outgoing};
use crate::palette::Palette;
use crate::pane::Pane;
use crate::presence::Presence;
use crate::tui::Event;

/// What marks lines of the client's own; no line of a server's contract begins so.
pub const OWN: &str = "-- ";
/// Where everybody is after logging in.
const FIRST_ROOM: &str = "lobby";

/// How the program goes on after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    Stay,
    /// Something else may have written to the terminal.
    Redraw,
    /// The server has been told; it gets a moment to answer.
    Leaving,
    Gone,
}

/// How far the connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Offline,
    /// Connected, and the server has said nothing: it may be serving somebody else.
    Waiting,
    /// The server waits for a name.
    Login,
    Chatting,
}

/// The client, without its terminal and its socket.
#[derive(Debug)]
pub struct App {
    /// Where the server is, to be shown.
    pub address: String,
    pub palette: Palette,
    pub phase: Phase,
    pub pane: Pane,
    pub compose: Compose,
    pub presence: Presence,
    /// The name to offer when the server asks; taken for the login, kept for the next one.
    name: Option<String>,
    /// The room to go back to after a new login.
    way_back: Option<String>,
    outgoing: Option<Sender<Outgoing>>,
    leaving: bool,
}

impl App {
    pub fn new(address: String, name: Option<String>, palette: Palette) -> Self {
        let mut pane = Pane::default();
        pane.push(format!("{OWN}PageUp and PageDown scroll, /quit or Ctrl-C leaves"));
        Self {
            address,
            palette,
            phase: Phase::Offline,
            pane,
            compose: Compose::default(),
            presence: Presence::default(),
            name,
            way_back: None,
            outgoing: None,
            leaving: false,
        }
    }

    pub fn on(&mut self, event: Event) -> Flow {
        match event {
            Event::Terminal(Input::Key(key)) if key.kind != KeyEventKind::Release => {
                self.on_key(key)
            }
            Event::Terminal(Input::Paste(text)) => {
                self.compose.paste(&text);
                Flow::Stay
            }
            Event::Terminal(_) => Flow::Stay,
            Event::Stop => self.leave(),
            Event::Net(news) => self.on_news(news),
        }
    }

    fn on_key(&mut self, key: KeyEvent) -> Flow {
        match (key.code, key.modifiers) {
            (KeyCode::Char('c'), KeyModifiers::CONTROL) => return self.leave(),
            (KeyCode::Char('l'), KeyModifiers::CONTROL) => return Flow::Redraw,
            (KeyCode::Enter, _) => return self.enter(),
            (KeyCode::PageUp, _) => self.pane.scroll_up(),
            (KeyCode::PageDown, _) => self.pane.scroll_down(),
            (KeyCode::End, KeyModifiers::NONE) if self.pane.below() > 0 => self.pane.follow(),
            _ => self.compose.key(key),
        }
        Flow::Stay
    }

    fn enter(&mut self) -> Flow {
        let line = self.compose.text().to_owned();
        if line.split(char::is_whitespace).next() == Some("/quit") {
            return self.leave();
        }
        match self.phase {
            _ if line.trim().is_empty() => {}
            _ if line.len() > MOST_BYTES => {
                let bytes = line.len();
                self.say(&format!("too long: {bytes} bytes of at most {MOST_BYTES}; not sent"));
            }
            Phase::Offline | Phase::Waiting => self.say("the server is not ready; not sent"),
            Phase::Login => {
                self.compose.take(false);
                self.send(line);
            }
            Phase::Chatting => {
                self.compose.take(true);
                self.pane.follow();
                self.presence.user_sends(&line);
                self.send(line);
            }
        }
        Flow::Stay
    }

    fn on_news(&mut self, news: News) -> Flow {
        match news {
            News::Up(outgoing) => {
                self.outgoing = Some(outgoing);
                self.phase = Phase::Waiting;
                if self.leaving {
                    return self.leave();
                }
            }
            News::Line(line) => self.on_line(line),
            News::Down(_) if self.leaving => return Flow::Gone,
            News::Down(why) => self.on_down(&why),
        }
        Flow::Stay
    }

    fn on_line(&mut self, line: String) {
        let parsed = Line::parse(&line);
        let mut shown = self.presence.see(&parsed);
        match parsed {
            Line::Notice(Notice::Prompt) => {
                self.phase = Phase::Login;
                if let Some(name) = self.name.take() {
                    self.send(name);
                    shown = false;
                }
            }
            Line::Notice(Notice::Welcome { .. }) => self.phase = Phase::Chatting,
            _ => {}
        }
        if shown {
            self.pane.push(line);
        }
        self.ask();
    }

    /// Asks the server what the client itself wants to know.
    fn ask(&mut self) {
        if self.phase != Phase::Chatting || !self.presence.knows_commands() {
            return;
        }
        if let Some(room) = self.way_back.take()
            && self.presence.room.as_deref() != Some(&room)
        {
            self.send(format!("/join {room}"));
        }
        if let Some(question) = self.presence.question() {
            self.send(question.to_owned());
        }
    }

    fn on_down(&mut self, why: &str) {
        if self.phase != Phase::Offline {
            self.say(&format!("{why}; trying again"));
        }
        let last = std::mem::take(&mut self.presence);
        self.name = last.me.or(self.name.take());
        let room = last.room.filter(|room| room != FIRST_ROOM);
        self.way_back = room.or(self.way_back.take());
        self.outgoing = None;
        self.phase = Phase::Offline;
    }

    fn leave(&mut self) -> Flow {
        // Whoever asks twice does not want to wait.
        let again = std::mem::replace(&mut self.leaving, true);
        if again || self.outgoing.is_none() {
            return Flow::Gone;
        }
        // To a server without commands, this would be talk.
        if self.presence.knows_commands() {
            self.send("/quit".to_owned());
        }
        self.tell(Outgoing::End);
        Flow::Leaving
    }

    fn send(&self, line: String) {
        self.tell(Outgoing::Line(line));
    }

    fn tell(&self, message: Outgoing) {
        if let Some(outgoing) = &self.outgoing {
            // If the connection has ended, the news of it is on its way.
            let _ = outgoing.send(message);
        }
    }

    fn say(&mut self, text: &str) {
        self.pane.push(format!("{OWN}{text}"));
    }
}

#[cfg(test)]
mod tests;
