//! Which of the six stages something holds for, or whether it is the broker chat instead.

use std::fmt;

/// A set of stages, written `4`, `1-4` or `1-2, 5-6`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stages(
    /// Bit N is set for stage N.
    u8,
);

impl Stages {
    /// The last stage.
    pub const LAST: u8 = 6;

    /// What stands for the servers of the broker chat where stages have their numbers.
    pub const BROKER: u8 = 7;

    /// The broker chat, and no stage.
    #[must_use]
    pub fn broker() -> Self {
        Self(1 << Self::BROKER)
    }

    /// What a stage is called in messages.
    pub(super) fn label(stage: u8) -> String {
        if stage == Self::BROKER { "broker chat".to_owned() } else { format!("stage {stage}") }
    }

    /// Reads a list of stages and ranges; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut set = 0;
        for range in text.split(',') {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let (first, last) = (Self::one(first)?, Self::one(last)?);
            if first > last {
                return Err(format!("{range:?} runs backwards"));
            }
            for stage in first..=last {
                set |= 1 << stage;
            }
        }
        Ok(Self(set))
    }

    fn one(text: &str) -> Result<u8, String> {
        let stage = text.trim().parse().ok();
        stage
            .filter(|stage| (1..=Self::LAST).contains(stage))
            .ok_or_else(|| format!("{text:?} is not a stage: write 1 to 6, or 2-4"))
    }

    /// Whether this stage is among them.
    #[must_use]
    pub fn contains(self, stage: u8) -> bool {
        (1..=Self::BROKER).contains(&stage) && self.0 & (1 << stage) != 0
    }

    /// The stages in order.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (1..=Self::BROKER).filter(move |&stage| self.contains(stage))
    }
}

impl fmt::Display for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::broker() {
            return f.write_str(&Self::label(Self::BROKER));
        }
        let mut separator = "";
        for first in self.iter().filter(|&stage| !self.contains(stage - 1)) {
            let in_a_row = (first..=Self::LAST).take_while(|&stage| self.contains(stage));
            write!(f, "{separator}{first}")?;
            if let Some(last) = in_a_row.skip(1).last() {
                write!(f, "-{last}")?;
            }
            separator = ", ";
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_lists_are_read_and_shown() {
        for (text, shown) in [("4", "4"), ("1-6", "1-6"), ("1-2,5-6", "1-2, 5-6"), ("3,4", "3-4")] {
            assert_eq!(Stages::parse(text).unwrap().to_string(), shown);
        }
        let stages = Stages::parse("2-3").unwrap();
        assert_eq!(stages.iter().collect::<Vec<_>>(), [2, 3]);
        assert!(!stages.contains(0) && !stages.contains(200) && !stages.contains(Stages::BROKER));
        assert_eq!(Stages::broker().iter().collect::<Vec<_>>(), [Stages::BROKER]);
        assert_eq!(Stages::broker().to_string(), "broker chat");
    }

    #[test]
    fn what_is_no_stage_is_refused() {
        for text in ["", "0", "7", "3-2", "a", "1-", "1,,2"] {
            assert!(Stages::parse(text).is_err(), "{text:?} was accepted");
        }
    }
}
