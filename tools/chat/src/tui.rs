//! Carries events to the app, and what it decides to the terminal and the connection.

use std::sync::mpsc::{self, Receiver, SyncSender};
use std::time::{Duration, Instant};

use ratatui::crossterm::event;

use crate::address::Address;
use crate::app::{App, Flow};
use crate::error::ClientError;
use crate::net::{self, News};
use crate::palette::Palette;
use crate::screen::Screen;
use crate::view;

/// How many events may wait. A server that talks faster than the terminal shows is then read
/// more slowly.
const QUEUE: usize = 1024;
/// How long the server may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// Whatever the app reacts to.
#[derive(Debug)]
pub enum Event {
    Terminal(event::Event),
    /// The terminal is gone, or a signal asks the program to end.
    Stop,
    Net(News),
}

/// Talks until the user leaves.
pub fn run(address: Address, name: Option<String>) -> Result<(), ClientError> {
    // Before the terminal is taken over, so that an error is an ordinary line.
    let stream = address.connect()?;
    let mut app = App::new(address.to_string(), name, Palette::of_user());
    let mut screen = Screen::open()?;
    let (sender, events) = mpsc::sync_channel(QUEUE);
    let signals = sender.clone();
    ctrlc::set_handler(move || {
        // If nobody receives, the program is ending already.
        let _ = signals.send(Event::Stop);
    })?;
    let keys = sender.clone();
    net::start("terminal", move || read_terminal(&keys))?;
    net::run(stream, address, sender)?;
    serve(&mut app, &mut screen, &events)
}

fn read_terminal(events: &SyncSender<Event>) {
    loop {
        let event = event::read().map_or(Event::Stop, Event::Terminal);
        let is_last = matches!(event, Event::Stop);
        if events.send(event).is_err() || is_last {
            return;
        }
    }
}

fn serve(app: &mut App, screen: &mut Screen, events: &Receiver<Event>) -> Result<(), ClientError> {
    let mut deadline = None;
    loop {
        draw(app, screen)?;
        let Some(first) = wait(events, deadline) else {
            return Ok(());
        };
        // What has come by now is drawn in one go.
        for event in std::iter::once(first).chain(events.try_iter().take(QUEUE)) {
            match app.on(event) {
                Flow::Stay => {}
                Flow::Redraw => screen.terminal.clear().map_err(ClientError::Terminal)?,
                Flow::Leaving => deadline = deadline.or(Some(Instant::now() + GOODBYE)),
                Flow::Gone => return Ok(()),
            }
        }
    }
}

fn draw(app: &mut App, screen: &mut Screen) -> Result<(), ClientError> {
    let drawn = screen.terminal.draw(|frame| view::draw(app, frame));
    drawn.map(|_| ()).map_err(ClientError::Terminal)
}

/// The next event; `None` if the deadline has passed.
fn wait(events: &Receiver<Event>, deadline: Option<Instant>) -> Option<Event> {
    let Some(deadline) = deadline else {
        return events.recv().ok();
    };
    // A server that never stops talking must not hold the user up.
    let left = deadline.checked_duration_since(Instant::now())?;
    events.recv_timeout(left).ok()
}
