//! A colour for each name: always the same, and legible on light and on dark.

use ratatui::style::{Color, Modifier, Style};

/// From the 256 colours of terminals, those of about 18 % luminance, which contrast with black
/// and with white alike. What terminals show for the first 16 is up to the user, so none of them
/// is here.
const COLOURS: [u8; 13] = [131, 130, 64, 28, 29, 30, 31, 27, 63, 99, 129, 164, 162];
/// A red from among them.
const ERROR: u8 = 161;

/// Whether there are colours at all: a user can say no, see <https://no-color.org>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    colours: bool,
}

impl Palette {
    /// As the environment says.
    pub fn of_user() -> Self {
        Self { colours: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) }
    }

    #[cfg(test)]
    pub fn with(colours: bool) -> Self {
        Self { colours }
    }

    /// How an error looks.
    pub fn error(self) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        if self.colours { bold.fg(Color::Indexed(ERROR)) } else { bold }
    }

    /// How a name looks. Bold, so that it stands out without colours too.
    pub fn name(self, name: &str) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        if self.colours { bold.fg(Color::Indexed(colour(name))) } else { bold }
    }
}

/// FNV-1a, whose result is the same in every run; names are the same in any case.
fn colour(name: &str) -> u8 {
    let bytes = name.bytes().map(|byte| byte.to_ascii_lowercase());
    let hash = bytes
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // Its low bits alone repeat too soon for names that are alike.
    let mixed = (hash >> 16) ^ hash;
    COLOURS[mixed as usize % COLOURS.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Relative luminance (WCAG 2) of one of the colours 16 to 231, a cube.
    fn luminance(colour: u8) -> f64 {
        let level = |step: u8| f64::from([0, 95, 135, 175, 215, 255_u8][usize::from(step)]) / 255.0;
        let cube = colour - 16;
        let linear = [cube / 36, cube / 6 % 6, cube % 6].map(|step| match level(step) {
            low if low <= 0.040_45 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    #[test]
    fn every_colour_is_legible_on_black_and_on_white() {
        for colour in COLOURS.into_iter().chain([ERROR]) {
            let luminance = luminance(colour);
            let (on_black, on_white) = ((luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05));
            assert!(on_black >= 4.0 && on_white >= 4.0, "{colour}: {on_black} and {on_white}");
        }
    }

    #[test]
    fn a_name_keeps_its_colour() {
        assert_eq!(colour("alice"), colour("Alice"));
        assert_eq!(["alice", "bob", "carol"].map(colour), [164, 99, 30]);
    }

    #[test]
    fn names_spread_over_the_colours() {
        let used: BTreeSet<u8> = (0..100).map(|n| colour(&format!("user{n}"))).collect();
        assert_eq!(used.len(), COLOURS.len());
    }

    #[test]
    fn without_colours_names_are_bold() {
        assert_eq!(Palette::with(false).name("alice"), Style::new().add_modifier(Modifier::BOLD));
        assert!(Palette::with(true).name("alice").fg.is_some());
    }
}
