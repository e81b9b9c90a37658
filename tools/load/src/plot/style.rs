//! Colours, dashes and markers.
//!
//! The hues are those of Okabe and Ito, which people with any colour vision can tell apart, made
//! darker for white paper and lighter for a dark screen until they stand out from it. The servers
//! that others are measured against are grey and black.

/// How the line of one server looks.
pub struct Style {
    pub light: &'static str,
    pub dark: &'static str,
    /// `stroke-dasharray`.
    pub dashes: &'static str,
    pub marker: Marker,
}

/// The sign at each point of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Circle,
    Square,
    Up,
    Diamond,
    Down,
    Cross,
    Star,
}

pub const PAPER: (&str, &str) = ("#ffffff", "#15191e");
pub const TEXT: (&str, &str) = ("#1f2328", "#e6eaef");
pub const MUTED: (&str, &str) = ("#59636e", "#9aa5b1");
const GRID: (&str, &str) = ("#dfe4e9", "#2d343c");

/// Servers whose look is the same in every plot, in the order of `STYLES`.
const KNOWN: [&str; 7] = ["stage5", "stage6", "broker", "runtime-chat", "tuned", "floor", "nats"];

pub const STYLES: [Style; 8] = [
    Style { light: "#8a6700", dark: "#e6bd2e", dashes: "7 3", marker: Marker::Square },
    Style { light: "#0068a8", dark: "#56b4e9", dashes: "none", marker: Marker::Circle },
    Style { light: "#007d5c", dark: "#2fc79a", dashes: "10 3 2 3", marker: Marker::Up },
    Style { light: "#a8487d", dark: "#e29bc4", dashes: "3 3", marker: Marker::Diamond },
    Style { light: "#c9431f", dark: "#ff8f66", dashes: "14 4", marker: Marker::Down },
    Style { light: "#6e7781", dark: "#8f9aa5", dashes: "1.5 3", marker: Marker::Cross },
    Style { light: "#1f2328", dark: "#e6eaef", dashes: "6 2 1.5 2 1.5 2", marker: Marker::Star },
    Style { light: "#5b4bb5", dark: "#aea3f5", dashes: "12 3 4 3", marker: Marker::Square },
];

/// The look of a server: its own if it is known, else one by its place in the plot.
pub fn of(name: &str, place: usize) -> usize {
    let known = KNOWN.iter().position(|known| *known == name);
    // The last style belongs to nobody; who comes after it shares with the known ones.
    known.unwrap_or((KNOWN.len() + place) % STYLES.len())
}

/// The style sheet of every plot.
pub fn sheet() -> String {
    let colours = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
        let [paper, text, muted, grid] = [PAPER, TEXT, MUTED, GRID].map(|both| pick(&both));
        let mut css = format!(
            ".plot .paper{{fill:{paper}}}.plot text{{fill:{text};stroke:{paper}}}\
             .plot .muted{{fill:{muted}}}.plot .grid{{stroke:{grid}}}\
             .plot .axis,.plot .leader{{stroke:{muted}}}.plot .whisker{{stroke:{text}}}\
             .plot .hollow{{fill:{paper}}}.plot .halo{{stroke:{paper}}}"
        );
        for (number, style) in STYLES.iter().enumerate() {
            let colour = pick(&(style.light, style.dark));
            css += &format!(".plot .s{number}{{color:{colour}}}");
        }
        css
    };
    let (light, dark) = (colours(|both| both.0), colours(|both| both.1));
    // The stroke around text keeps lines from running through it.
    format!(
        ".plot text{{font:13px system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif;\
         paint-order:stroke;stroke-width:4px;stroke-linejoin:round}}\
         .plot .title{{font-size:19px;font-weight:600}}.plot .name{{font-weight:600}}\
         .plot .end{{text-anchor:end}}.plot .middle{{text-anchor:middle}}\
         .plot .grid,.plot .axis,.plot .leader{{fill:none;stroke-width:1}}\
         .plot .line{{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linejoin:round}}\
         .plot .range,.plot .open{{fill:none;stroke:currentColor;stroke-width:1.4}}\
         .plot .open{{stroke-width:2}}.plot .whisker{{fill:none;stroke-width:1.6}}.plot .halo{{stroke-width:4.5}}\
         .plot .mark,.plot .bar{{fill:currentColor}}.plot .band{{fill:currentColor;opacity:.14}}\
         {light}@media screen and (prefers-color-scheme:dark){{{dark}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, as the guidelines for accessible web pages define it.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn everything_stands_out_from_the_paper() {
        for style in STYLES {
            assert!(contrast(style.light, PAPER.0) >= 4.5, "{}", style.light);
            assert!(contrast(style.dark, PAPER.1) >= 4.5, "{}", style.dark);
        }
        for text in [TEXT, MUTED] {
            assert!(contrast(text.0, PAPER.0) >= 4.5 && contrast(text.1, PAPER.1) >= 4.5);
        }
    }

    #[test]
    fn no_two_known_servers_look_alike() {
        let styles: Vec<usize> = KNOWN.iter().map(|name| of(name, 0)).collect();
        assert_eq!(styles, [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(of("127.0.0.1:8080", 0), 7);
        for (index, style) in STYLES.iter().take(7).enumerate() {
            let others = || STYLES.iter().take(7).skip(index + 1);
            assert!(others().all(|other| other.dashes != style.dashes));
            assert!(others().all(|other| other.marker != style.marker));
        }
    }
}
