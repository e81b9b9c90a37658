//! Plays a scenario at reading speed.

use testkit::Signal;
use tokio::time::{Duration, Instant};

use super::cue::{Cue, Seen};
use super::session::Session;
use super::wire::Tell;

/// How long a line may take that the scenario waits for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Letters of what is typed that are shown, if it is much longer than that.
const SAMPLE: usize = 60;

/// How often it is looked for.
const LOOK: Duration = Duration::from_millis(10);

/// Where in the script it is.
#[derive(Debug)]
pub struct Player {
    at: usize,
    /// When to look at the step at hand.
    due: Instant,
    /// Until when it may be waited for.
    deadline: Instant,
}

/// What came of looking at a step.
enum Step {
    /// It is done; the reader gets this share of the pace for it, in percent.
    Done(u32),
    /// Not yet.
    Wait,
    /// It does not go as the scenario says.
    Differs(String),
}

impl Player {
    pub fn due(&self) -> Instant {
        self.due
    }
}

impl Session {
    /// From the beginning: what was said before would only disturb.
    pub(super) fn start_playing(&mut self) {
        let now = Instant::now();
        self.player = Some(Player { at: 0, due: now, deadline: now + PATIENCE });
    }

    pub(super) async fn stop_playing(&mut self, whole: bool) {
        if self.player.take().is_some() {
            self.tell(Tell::Played { whole }).await;
        }
    }

    /// Looks at the step that is due.
    pub(super) async fn play(&mut self) {
        let Some(at) = self.player.as_ref().map(|player| player.at) else { return };
        let Some(cue) = self.script.cues.get(at).cloned() else {
            return self.stop_playing(true).await;
        };
        let step = self.step(cue).await;
        let late = self.player.as_ref().is_some_and(|player| Instant::now() > player.deadline);
        let share = match step {
            Step::Done(share) => share,
            Step::Wait if !late => return self.delay(LOOK),
            Step::Wait => return self.differs("what comes next in the scenario does not").await,
            Step::Differs(why) => return self.differs(&why).await,
        };
        let of = self.script.cues.len();
        self.tell(Tell::Playing { step: at + 1, of }).await;
        let pause = self.pace * share / 100;
        if let Some(player) = &mut self.player {
            let due = Instant::now() + pause;
            *player = Player { at: at + 1, due, deadline: due + PATIENCE };
        }
    }

    fn delay(&mut self, by: Duration) {
        if let Some(player) = &mut self.player {
            player.due = Instant::now() + by;
        }
    }

    async fn differs(&mut self, why: &str) {
        let text = format!("Here it goes on otherwise than recorded: {why}. It is your turn.");
        self.tell(Tell::note(text)).await;
        self.stop_playing(false).await;
    }

    async fn step(&mut self, cue: Cue) -> Step {
        match cue {
            Cue::Note(text) => {
                self.tell(Tell::note(text)).await;
                return Step::Done(150);
            }
            Cue::Open(client) => self.open(client).await,
            Cue::Send { client, bytes, slowly } => {
                return self.send_cue(client, &bytes, slowly).await;
            }
            Cue::See(client, seen) => return self.see(client, &seen),
            Cue::Silence(client) => return self.silence(client),
            Cue::EndInput(client) => {
                if let Some(seat) = self.seats.get_mut(client) {
                    seat.end().await;
                    let text = format!("{} ends the input.", self.seats[client].name);
                    self.tell(Tell::note(text)).await;
                }
            }
            Cue::HangUp(client) => self.close(client).await,
            Cue::Gone(client) => {
                let is_open = self.seats.get(client).is_some_and(super::seat::Seat::is_open);
                return if is_open { Step::Wait } else { Step::Done(50) };
            }
            Cue::Signal(signal) => return self.signal_cue(signal).await,
            Cue::Exit => {
                return if self.process.is_some() { Step::Wait } else { Step::Done(50) };
            }
            // The log is beside it, to be read.
            Cue::Logged(_) => {}
        }
        Step::Done(50)
    }

    async fn send_cue(&mut self, client: usize, bytes: &[u8], slowly: bool) -> Step {
        let text = typed(bytes.strip_suffix(b"\n").unwrap_or(bytes));
        self.tell(Tell::Typed { client, text }).await;
        self.send(client, bytes).await;
        Step::Done(if slowly { 100 } else { 0 })
    }

    fn see(&mut self, client: usize, seen: &Seen) -> Step {
        let Some(seat) = self.seats.get_mut(client) else { return Step::Done(0) };
        match seat.next_line() {
            Some(line) if seen.is(&line) => Step::Done(50),
            Some(line) => {
                let (name, line) = (&seat.name, testkit::escape::show(&line));
                Step::Differs(format!("{name} sees {line:?}"))
            }
            None => Step::Wait,
        }
    }

    fn silence(&mut self, client: usize) -> Step {
        let line = self.seats.get_mut(client).and_then(super::seat::Seat::next_line);
        match line {
            None => Step::Done(100),
            Some(line) => {
                let line = testkit::escape::show(&line);
                Step::Differs(format!("{} sees {line:?}", self.seats[client].name))
            }
        }
    }

    async fn signal_cue(&mut self, signal: Signal) -> Step {
        if !cfg!(unix) {
            return Step::Differs("this system has no signals".to_owned());
        }
        let name = match signal {
            Signal::Terminate => "SIGTERM",
            Signal::Interrupt => "SIGINT",
        };
        self.tell(Tell::note(format!("The server gets {name}."))).await;
        if let Some(process) = &self.process {
            process.signal(signal).await;
        }
        Step::Done(100)
    }
}

/// What is typed, or of a very long line its beginning and length.
fn typed(line: &[u8]) -> String {
    let whole = testkit::escape::show(line);
    if whole.chars().count() <= 4 * SAMPLE {
        return whole;
    }
    let sample: String = whole.chars().take(SAMPLE).collect();
    format!("{sample}… ({} bytes)", line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_not_shown_whole() {
        assert_eq!(typed(b"hello\t"), "hello\\t");
        assert_eq!(typed(&[b'a'; 240]).len(), 240);
        let typed = typed(&[b'\n'; 1000]);
        assert!(typed.starts_with("\\n\\n") && typed.ends_with("… (1000 bytes)"), "{typed}");
        assert!(typed.len() < 100, "{typed}");
    }
}
