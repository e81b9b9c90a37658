//! The terminal: taken over, and given back on every way out.

use std::io::{self, IsTerminal, Stdout};
use std::panic;
use std::process;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute};

use crate::error::ClientError;

/// What the system says of a program that panicked.
const PANICKED: i32 = 101;

/// A terminal that shows the client alone, until this is dropped or any thread panics.
#[derive(Debug)]
pub struct Screen {
    /// Where to draw.
    pub terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Takes the terminal over.
    pub fn open() -> Result<Self, ClientError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(ClientError::NotATerminal);
        }
        restore_on_panic();
        take_over().map_err(|error| {
            restore();
            ClientError::Terminal(error)
        })
    }
}

fn take_over() -> io::Result<Screen> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    Ok(Screen { terminal: Terminal::new(CrosstermBackend::new(io::stdout()))? })
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn restore() {
    // There is nothing left to try if this fails, and the rest is tried all the same.
    let _ = disable_raw_mode();
    let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
}

/// A panic in any thread ends the program: a client without its network thread would only look
/// alive. The message comes after the terminal is as it was, or nobody could read it.
fn restore_on_panic() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        restore();
        report(info);
        process::exit(PANICKED);
    }));
}
