//! What is drawn, cell by cell.

use std::sync::mpsc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Color;

use super::*;
use crate::net::News;
use crate::tui::Event;

fn app(colours: bool, lines: &[&str]) -> App {
    let mut app = App::new("127.0.0.1:8080".to_owned(), None, Palette::with(colours));
    app.on(Event::Net(News::Up(mpsc::channel().0)));
    for line in
        ["* Enter your username:", "* Welcome, alice! You're in #lobby."].iter().chain(lines)
    {
        app.on(Event::Net(News::Line((*line).to_owned())));
    }
    app
}

fn terminal(app: &mut App, width: u16, height: u16) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(app, frame)).unwrap();
    terminal
}

/// The rows as text, without what is blank at their ends.
fn rows(app: &mut App, width: u16, height: u16) -> Vec<String> {
    let terminal = terminal(app, width, height);
    let buffer = terminal.backend().buffer();
    let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..height).map(|y| row(y).trim_end().to_owned()).collect()
}

#[test]
fn a_narrow_terminal_shows_what_is_said() {
    let mut app = app(false, &["<bob> hello, how are you today?", "! no such user: x"]);
    assert_eq!(
        rows(&mut app, 24, 8),
        [
            "* Enter your username:",
            "* Welcome, alice! You're",
            "  in #lobby.",
            "<bob> hello, how are you",
            "  today?",
            "! no such user: x",
            " #lobby alice at 127.0.0",
            ">",
        ]
    );
}

#[test]
fn a_wide_terminal_shows_who_is_here() {
    let mut app = app(false, &["* bob joined #lobby"]);
    let rows = rows(&mut app, 60, 8);
    let side: Vec<&str> =
        rows.iter().filter_map(|row| row.split_once('│')).map(|row| row.1).collect();
    assert_eq!(side, [" #lobby (2)", " alice", " bob", "", "", ""]);
    assert!(super::tests::rows(&mut app, 59, 8).iter().all(|row| !row.contains('│')));
}

#[test]
fn who_does_not_fit_is_counted() {
    let joined: Vec<String> = (0..9).map(|n| format!("* bob{n} joined #lobby")).collect();
    let mut app = app(false, &joined.iter().map(String::as_str).collect::<Vec<_>>());
    let rows = rows(&mut app, 60, 6);
    let side: Vec<&str> =
        rows.iter().filter_map(|row| row.split_once('│')).map(|row| row.1).collect();
    assert_eq!(side, [" #lobby (10)", " alice", " bob0", " and 8 more"]);
}

/// How the first character of each row of the pane looks.
fn modifiers(lines: &[&str]) -> Vec<Modifier> {
    let mut app = app(false, lines);
    let height = u16::try_from(lines.len()).unwrap();
    let terminal = terminal(&mut app, 50, height + 2);
    (0..height).map(|y| terminal.backend().buffer()[(0, y)].modifier).collect()
}

#[test]
fn without_colours_kinds_of_lines_differ() {
    let plain = Modifier::empty();
    assert_eq!(
        modifiers(&["* notice", "! error", "<bob> talk", "[bob -> alice] psst", "what?"]),
        [Modifier::ITALIC, Modifier::BOLD, plain, plain, plain]
    );
}

#[test]
fn without_colours_nothing_is_coloured() {
    let mut app = app(false, &["! error", "<bob> talk"]);
    let terminal = terminal(&mut app, 80, 8);
    assert!(terminal.backend().buffer().content.iter().all(|cell| cell.fg == Color::Reset));
}

#[test]
fn a_name_has_its_colour_wherever_it_speaks() {
    let mut app = app(true, &["<bob> bob", "[bob -> alice] bob", "[alice -> bob] al"]);
    let terminal = terminal(&mut app, 80, 5);
    let cell = |x, y| terminal.backend().buffer()[(x, y)].clone();
    let bob = Palette::with(true).name("bob").fg.unwrap();
    assert_eq!([cell(1, 0).fg, cell(1, 1).fg, cell(10, 2).fg], [bob; 3]);
    assert_eq!([cell(0, 0).fg, cell(6, 0).fg, cell(15, 1).fg], [Color::Reset; 3]);
    assert!(cell(1, 0).modifier.contains(Modifier::BOLD));
}

#[test]
fn what_is_below_is_told() {
    let mut app = app(false, &["<bob> 1", "<bob> 2", "<bob> 3"]);
    assert_eq!(rows(&mut app, 40, 4)[1], "<bob> 3");
    app.pane.scroll_up();
    let rows = rows(&mut app, 40, 4);
    assert_eq!(rows[1], "<bob> 2");
    assert!(rows[2].ends_with("1 below: End"), "{rows:?}");
}

#[test]
fn a_long_input_follows_the_cursor() {
    let mut app = app(false, &[]);
    app.on(Event::Terminal(Input::Paste("日本語 and some more".to_owned())));
    let mut terminal = terminal(&mut app, 12, 4);
    terminal.backend_mut().assert_cursor_position((11, 3));
    assert_eq!(rows(&mut app, 12, 4)[3], "> some more");
    app.on(Event::Terminal(Input::Key(KeyEvent::new(KeyCode::Home, KeyModifiers::NONE))));
    assert!(rows(&mut app, 12, 4)[3].starts_with("> 日 本 語  an"));
}

#[test]
fn no_terminal_is_too_small() {
    let mut app = app(true, &["<bob> 日本語", "* in #lobby: alice, bob, and 9 more"]);
    app.on(Event::Terminal(Input::Paste("日本語".to_owned())));
    for (width, height) in [(1, 1), (1, 9), (2, 2), (3, 3), (60, 1), (60, 2), (60, 3), (9, 1)] {
        rows(&mut app, width, height);
    }
}
