//! The language itself: elements as text.

use super::style::{self, Marker, STYLES};
use super::{MARGIN, WIDTH};

/// A place in the picture: from the left, from the top.
pub type Place = (f64, f64);

/// A picture while it is drawn, from back to front.
pub struct Svg {
    body: String,
    height: f64,
}

impl Svg {
    /// A picture with its background.
    pub fn new(height: f64) -> Self {
        let mut svg = Self { body: String::new(), height };
        svg.rect("paper", (0.0, 0.0), (WIDTH, height), 8.0);
        svg
    }

    pub fn text(&mut self, class: &str, (x, y): Place, text: &str) {
        let text = escape(text);
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.body += &format!("<text{class} x=\"{}\" y=\"{}\">{text}</text>\n", n(x), n(y));
    }

    pub fn rect(&mut self, class: &str, (x, y): Place, (width, height): Place, radius: f64) {
        self.body += &format!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>\n",
            n(x),
            n(y),
            n(width),
            n(height),
            n(radius),
        );
    }

    /// Straight lines from place to place.
    pub fn path(&mut self, class: &str, places: &[Place]) {
        self.body += &format!("<path class=\"{class}\" d=\"{}\"/>\n", through(places));
    }

    /// A line with the dashes and the colour of a style.
    pub fn styled(&mut self, style: usize, places: &[Place]) {
        let dashes = STYLES[style].dashes;
        let class = format!("line s{style}");
        let path = through(places);
        self.body +=
            &format!("<path class=\"{class}\" stroke-dasharray=\"{dashes}\" d=\"{path}\"/>\n");
    }

    /// A line from low to high with a cap at both ends.
    pub fn whisker(&mut self, class: &str, from: Place, to: Place) {
        let is_upright = (from.0 - to.0).abs() < (from.1 - to.1).abs();
        let (dx, dy) = if is_upright { (4.0, 0.0) } else { (0.0, 4.0) };
        let cap = |(x, y): Place| through(&[(x - dx, y - dy), (x + dx, y + dy)]);
        let path = format!("{}{}{}", through(&[from, to]), cap(from), cap(to));
        self.body += &format!("<path class=\"{class}\" d=\"{path}\"/>\n");
    }

    /// The marker of a style; hollow if the value is not to be relied on.
    pub fn marker(&mut self, style: usize, (x, y): Place, is_hollow: bool) {
        let marker = STYLES[style].marker;
        let at = |dx: f64, dy: f64| (x + dx, y + dy);
        let shape = match marker {
            // A cross has nothing inside that could be hollow.
            Marker::Cross if is_hollow => circle((x, y)),
            Marker::Circle => circle((x, y)),
            Marker::Square => closed(&[at(-4.0, -4.0), at(4.0, -4.0), at(4.0, 4.0), at(-4.0, 4.0)]),
            Marker::Up => closed(&[at(0.0, -5.0), at(4.8, 3.6), at(-4.8, 3.6)]),
            Marker::Down => closed(&[at(0.0, 5.0), at(4.8, -3.6), at(-4.8, -3.6)]),
            Marker::Diamond => closed(&[at(0.0, -5.6), at(5.6, 0.0), at(0.0, 5.6), at(-5.6, 0.0)]),
            Marker::Star => closed(&STAR.map(|(dx, dy)| at(dx, dy))),
            Marker::Cross => {
                let strokes = [[at(-4.0, -4.0), at(4.0, 4.0)], [at(-4.0, 4.0), at(4.0, -4.0)]];
                strokes.map(|stroke| through(&stroke)).concat()
            }
        };
        let class = match (is_hollow, marker) {
            (true, _) => "open hollow",
            (false, Marker::Cross) => "open",
            (false, _) => "mark",
        };
        self.body += &format!("<path class=\"{class} s{style}\" d=\"{shape}\"/>\n");
    }

    /// Title, and the subtitle in as many lines as it needs; returns where the next line goes.
    pub fn heading(&mut self, title: &str, subtitle: &str) -> f64 {
        self.text("title", (MARGIN, 34.0), title);
        let mut y = 56.0;
        for line in wrapped(subtitle, WIDTH - 2.0 * MARGIN) {
            self.text("muted", (MARGIN, y), &line);
            y += 18.0;
        }
        y
    }

    /// The whole file. `description` is what somebody hears who cannot see the picture.
    pub fn finish(self, title: &str, description: &str) -> String {
        let (width, height) = (n(WIDTH), n(self.height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" role=\"img\" \
             viewBox=\"0 0 {width} {height}\" aria-label=\"{}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n<style>{}</style>\n{}</svg>\n",
            escape(title),
            escape(title),
            escape(description),
            escape(&style::sheet()),
            self.body,
        )
    }
}

/// How wide a text will be, about: the reader's font is not known.
pub fn width(text: &str) -> f64 {
    let of = |letter: char| match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | '\'' | '(' | ')' => 5.0,
        'm' | 'w' | 'M' | 'W' | '—' | '…' => 12.5,
        'A'..='Z' | '0'..='9' | '×' => 8.6,
        _ => 8.0,
    };
    text.chars().map(of).sum()
}

/// The text in lines that are no wider than this, unless a word is.
fn wrapped(text: &str, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line) + 5.0 + width(word) <= limit => *line += &format!(" {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A coordinate: a hundredth is finer than any screen, and more digits make larger files.
fn n(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn through(places: &[Place]) -> String {
    let mut path = String::new();
    for (index, (x, y)) in places.iter().enumerate() {
        let step = if index == 0 { 'M' } else { 'L' };
        path += &format!("{step}{} {}", n(*x), n(*y));
    }
    path
}

/// The corners of a star, around its middle.
const STAR: [Place; 10] = [
    (0.0, -6.5),
    (1.7, -2.3),
    (6.2, -2.0),
    (2.7, 0.9),
    (3.8, 5.3),
    (0.0, 2.9),
    (-3.8, 5.3),
    (-2.7, 0.9),
    (-6.2, -2.0),
    (-1.7, -2.3),
];

fn circle((x, y): Place) -> String {
    let (left, right, y) = (n(x - 4.0), n(x + 4.0), n(y));
    format!("M{left} {y}A4 4 0 1 1 {right} {y}A4 4 0 1 1 {left} {y}Z")
}

fn closed(places: &[Place]) -> String {
    through(places) + "Z"
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            // XML has no way at all to say these.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                escaped.push('\u{fffd}');
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text() {
        assert_eq!(escape("<a & \"b\">\u{1b}"), "&lt;a &amp; &quot;b&quot;&gt;\u{fffd}");
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!([1.0, 0.125, 100.0, -3.456].map(n), ["1", "0.12", "100", "-3.46"]);
    }

    #[test]
    fn a_long_line_is_wrapped() {
        assert_eq!(wrapped("one two three", width("one two") + 1.0), ["one two", "three"]);
        assert_eq!(wrapped("", 100.0), Vec::<String>::new());
    }
}
