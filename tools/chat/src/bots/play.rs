//! What the bots of a room say to each other: one small play after another.

use super::words;

/// A play, whose lines two bots say in turn.
#[derive(Debug, Default)]
pub struct Play {
    lines: &'static [&'static str],
    /// How many lines have been said.
    said: usize,
    /// Who says the lines with even numbers, and who the others.
    cast: [usize; 2],
}

impl Play {
    /// Who of so many bots speaks next, and what they say. There has to be at least one bot.
    pub fn next_line(&mut self, bots: usize) -> (usize, &'static str) {
        if self.said == self.lines.len() {
            self.lines = words::play(self.lines);
            self.said = 0;
            let first = fastrand::usize(..bots);
            let second = if bots == 1 { 0 } else { (first + fastrand::usize(1..bots)) % bots };
            self.cast = [first, second];
        }
        let line = self.lines[self.said];
        // Somebody of the cast may have left.
        let speaker = self.cast[self.said % 2] % bots;
        self.said += 1;
        (speaker, line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_speak_in_turn() {
        let mut play = Play::default();
        for _ in 0..200 {
            let (first, _) = play.next_line(5);
            assert!(first < 5);
            let length = play.lines.len();
            for said in 1..length {
                let (speaker, line) = play.next_line(5);
                assert_eq!(speaker == first, said % 2 == 0, "{line}");
            }
        }
    }

    #[test]
    fn those_who_are_left_go_on() {
        let mut play = Play::default();
        play.next_line(50);
        assert!((0..100).all(|_| play.next_line(1).0 == 0));
    }
}
