//! A terminal without a window: what a program draws there, and keys that are pressed.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use testkit::PATIENCE;

use crate::CHAT;

/// What is shown, and the signal that it has changed.
type Shown = Arc<(Mutex<vt100::Parser>, Condvar)>;

/// A program in a terminal. It is killed when this is dropped.
pub struct Tty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    shown: Shown,
}

impl Tty {
    /// Runs a program, its arguments behind it, in a terminal of so many columns and rows.
    pub fn run(words: &[&str], environment: &[(&str, &str)], columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).expect("there are terminals");
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        command.env_remove("NO_COLOR");
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let shown: Shown = Arc::new((
            Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)),
            Condvar::new(),
        ));
        let reader = pair.master.try_clone_reader().expect("the terminal can be read");
        let painted = Arc::clone(&shown);
        thread::spawn(move || paint(reader, &painted));
        let keys = pair.master.take_writer().expect("the terminal can be written");
        Self { child, master: pair.master, keys, shown }
    }

    /// The client, logging in by a name.
    pub fn chat(addr: &str, name: &str, columns: u16, rows: u16) -> Self {
        Self::run(&[CHAT, "--name", name, addr], &[], columns, rows)
    }

    /// A command line, whose exit status is shown behind it, and then how the terminal is set.
    pub fn shell(words: &[&str], environment: &[(&str, &str)]) -> Self {
        let script = "\"$0\" \"$@\"; echo \"status $?\"; stty -a; echo the end";
        Self::run(&[&["sh", "-c", script], words].concat(), environment, 80, 24)
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("the terminal takes keys");
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        let (shown, changed) = &*self.shown;
        let mut parser = shown.lock().unwrap_or_else(PoisonError::into_inner);
        parser.screen_mut().set_size(cells(rows), cells(columns));
        drop(parser);
        changed.notify_all();
        let size = PtySize { rows, cols: columns, ..PtySize::default() };
        self.master.resize(size).expect("the terminal changes its size");
    }

    /// Waits until the screen is as it should be; what it shows then.
    pub fn wait(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) -> String {
        let (shown, changed) = &*self.shown;
        let deadline = Instant::now() + PATIENCE;
        let mut parser = shown.lock().unwrap_or_else(PoisonError::into_inner);
        while !is_so(parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            let shown = parser.screen().contents();
            assert!(!left.is_zero(), "not within {PATIENCE:?}: {what}; shown is\n{shown}");
            parser = changed.wait_timeout(parser, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        parser.screen().contents()
    }

    pub fn wait_for(&self, text: &str) -> String {
        self.wait(text, |screen| screen.contents().contains(text))
    }

    /// The status with which the program ended.
    pub fn status(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("the program can be waited for") {
                return status.exit_code();
            }
            assert!(
                Instant::now() < deadline,
                "still running; shown is\n{}",
                self.wait("", |_| true)
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The terminal is as it was before the program.
    pub fn expect_restored(&self, status: &str) {
        let shown = self.wait_for("the end");
        assert!(shown.contains(&format!("status {status}")), "{shown}");
        for setting in ["icanon", "echo", "isig"] {
            let is_set = shown.split_whitespace().any(|word| word == setting);
            assert!(is_set, "no {setting}: {shown}");
        }
        self.wait("the cursor, and no modes of the client", |screen| {
            !screen.hide_cursor() && !screen.alternate_screen() && !screen.bracketed_paste()
        });
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        // Fails only if it has ended, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn paint(mut reader: impl Read, shown: &Shown) {
    let mut chunk = [0; 4096];
    // A terminal whose program has ended reports an error on some systems, an end on others.
    while let Ok(length @ 1..) = reader.read(&mut chunk) {
        let mut parser = shown.0.lock().unwrap_or_else(PoisonError::into_inner);
        parser.process(&chunk[..length]);
        drop(parser);
        shown.1.notify_all();
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}
