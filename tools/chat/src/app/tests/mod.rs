//! What the client does, event by event.

use std::sync::mpsc::{self, Receiver};

use super::*;

/// An app on a connection that the test holds the other end of.
struct Session {
    app: App,
    sent: Receiver<Outgoing>,
}

impl Session {
    fn start(name: Option<&str>) -> Self {
        let name = name.map(str::to_owned);
        let app = App::new("127.0.0.1:8080".to_owned(), name, Palette::with(false));
        let mut session = Self { app, sent: mpsc::channel().1 };
        session.app.pane.resize(80, 1000);
        session.connect();
        session
    }

    fn connect(&mut self) {
        let (sender, sent) = mpsc::channel();
        self.sent = sent;
        self.app.on(Event::Net(News::Up(sender)));
    }

    fn lines(&mut self, lines: &[&str]) {
        for line in lines {
            self.app.on(Event::Net(News::Line((*line).to_owned())));
        }
    }

    fn down(&mut self) -> Flow {
        self.app.on(Event::Net(News::Down("it broke".to_owned())))
    }

    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) -> Flow {
        self.app.on(Event::Terminal(Input::Key(KeyEvent::new(code, modifiers))))
    }

    fn enter(&mut self, line: &str) -> Flow {
        for c in line.chars() {
            self.press(KeyCode::Char(c), KeyModifiers::NONE);
        }
        self.press(KeyCode::Enter, KeyModifiers::NONE)
    }

    /// What was sent since the last call, one string a message.
    fn sent(&self) -> Vec<String> {
        let as_text = |message| match message {
            Outgoing::Line(line) => line,
            Outgoing::End => "END".to_owned(),
        };
        self.sent.try_iter().map(as_text).collect()
    }

    fn shown(&self) -> Vec<String> {
        self.app.pane.rows().into_iter().map(|row| row.line.to_owned()).collect()
    }

    fn last(&self) -> String {
        self.shown().pop().unwrap_or_default()
    }
}

const PROMPT: &str = "* Enter your username:";
const WELCOME: &str = "* Welcome, alice! You're in #lobby.";

/// Logged in to a server with commands, its `/who` answered.
fn chatting() -> Session {
    let mut session = Session::start(None);
    session.lines(&[PROMPT]);
    session.enter("alice");
    session.lines(&[WELCOME, "* Be kind.", "* in #lobby: alice"]);
    assert_eq!(session.sent(), ["alice", "/who"]);
    session
}

#[test]
fn talk_goes_out_and_comes_in() {
    let mut session = chatting();
    session.enter("hello");
    session.lines(&["<alice> hello"]);
    assert_eq!(session.sent(), ["hello"]);
    let shown = session.shown();
    assert_eq!(shown[1..], [PROMPT, WELCOME, "* Be kind.", "<alice> hello"]);
}

#[test]
fn blanks_are_sent_with_a_line_but_not_alone() {
    let mut session = chatting();
    session.enter("   ");
    assert!(session.sent().is_empty());
    session.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    session.enter("  set in");
    assert_eq!(session.enter(" /quit"), Flow::Stay);
    assert_eq!(session.sent(), ["  set in", " /quit"]);
}

#[test]
fn a_server_without_commands_is_sent_none() {
    let mut session = Session::start(Some("alice"));
    session.lines(&[PROMPT, "* Welcome, alice! You're in #lobby.", "* last 1 message in #lobby:"]);
    session.lines(&["<bob> hi"]);
    assert_eq!(session.sent(), ["alice"]);
    assert_eq!(session.enter("/quit"), Flow::Leaving);
    assert_eq!(session.sent(), ["END"]);
}

#[test]
fn a_name_from_the_command_line_is_offered_once() {
    let mut session = Session::start(Some("alice"));
    session.lines(&[PROMPT, "! name \"alice\" is taken", PROMPT]);
    assert_eq!(session.sent(), ["alice"]);
    session.enter("bob");
    assert_eq!(session.sent(), ["bob"]);
}

#[test]
fn after_a_break_the_same_name_goes_to_the_same_room() {
    let mut session = chatting();
    session.lines(&["* alice is now zoe", "* You're in #rust."]);
    assert_eq!(session.down(), Flow::Stay);
    assert_eq!(session.last(), "-- it broke; trying again");
    session.down();
    assert_eq!(session.shown().iter().filter(|line| line.starts_with("-- it")).count(), 1);
    session.connect();
    session.lines(&[PROMPT, "* Welcome, zoe! You're in #lobby."]);
    assert_eq!(session.sent(), ["zoe"]);
    session.lines(&["* Be kind."]);
    assert_eq!(session.sent(), ["/join rust", "/who"]);
    session.lines(&["* You're in #rust.", "* in #lobby: zoe", "* in #rust: bob, zoe"]);
    assert_eq!(session.sent(), ["/who"]);
    assert_eq!(session.app.presence.users, ["bob", "zoe"]);
    assert_eq!(session.last(), "* You're in #rust.");
}

#[test]
fn while_offline_nothing_is_lost_from_the_input() {
    let mut session = chatting();
    session.down();
    session.enter("hello");
    assert_eq!(session.app.compose.text(), "hello");
    assert_eq!(session.last(), "-- the server is not ready; not sent");
    assert_eq!(session.enter(""), Flow::Stay);
}

#[test]
fn a_line_that_servers_refuse_is_not_sent() {
    let mut session = chatting();
    session.app.on(Event::Terminal(Input::Paste("x".repeat(MOST_BYTES + 1))));
    session.enter("");
    assert!(session.sent().is_empty());
    assert_eq!(session.last(), "-- too long: 1025 bytes of at most 1024; not sent");
    session.press(KeyCode::Backspace, KeyModifiers::NONE);
    session.enter("");
    assert_eq!(session.sent(), ["x".repeat(MOST_BYTES)]);
}

#[test]
fn quitting_waits_for_the_goodbye_but_not_twice() {
    for quit in [KeyCode::Enter, KeyCode::Char('c')] {
        let mut session = chatting();
        let flow = match quit {
            KeyCode::Enter => session.enter("/quit"),
            code => session.press(code, KeyModifiers::CONTROL),
        };
        assert_eq!(flow, Flow::Leaving);
        assert_eq!(session.sent(), ["/quit", "END"]);
        assert_eq!(session.down(), Flow::Gone);
    }
    let mut session = chatting();
    assert_eq!(session.app.on(Event::Stop), Flow::Leaving);
    assert_eq!(session.app.on(Event::Stop), Flow::Gone);
}

#[test]
fn quitting_while_offline_is_at_once() {
    let mut session = chatting();
    session.down();
    assert_eq!(session.press(KeyCode::Char('c'), KeyModifiers::CONTROL), Flow::Gone);
}

#[test]
fn the_user_sees_the_answer_to_their_own_who() {
    let mut session = chatting();
    session.enter("/who");
    session.lines(&["* in #lobby: alice"]);
    assert_eq!(session.last(), "* in #lobby: alice");
}

#[test]
fn the_release_of_a_key_does_nothing() {
    let mut session = chatting();
    session.press(KeyCode::Char('x'), KeyModifiers::NONE);
    let mut key = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
    key.kind = KeyEventKind::Release;
    session.app.on(Event::Terminal(Input::Key(key)));
    assert_eq!(session.app.compose.text(), "x");
}

#[test]
fn end_goes_to_the_newest_line_and_then_to_the_end_of_the_input() {
    let mut session = chatting();
    session.app.pane.resize(80, 2);
    session.press(KeyCode::PageUp, KeyModifiers::NONE);
    session.press(KeyCode::Char('x'), KeyModifiers::NONE);
    session.press(KeyCode::Home, KeyModifiers::NONE);
    assert!(session.app.pane.below() > 0);
    session.press(KeyCode::End, KeyModifiers::NONE);
    assert_eq!((session.app.pane.below(), session.app.compose.input().cursor()), (0, 0));
    session.press(KeyCode::End, KeyModifiers::NONE);
    assert_eq!(session.app.compose.input().cursor(), 1);
}
