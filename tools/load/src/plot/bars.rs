//! A bar for each server.

use super::spread::Spread;
use super::svg::{Svg, width};
use super::{MARGIN, WIDTH, style};

const ROW: f64 = 34.0;
const THICKNESS: f64 = 18.0;
/// From a name to the bars, and from a bar to its text.
const GAP: f64 = 12.0;

/// A plot of bars from zero, with the value printed at each.
#[derive(Debug, Clone)]
pub struct BarChart {
    pub title: String,
    /// What was measured and how, in small print below the title.
    pub subtitle: String,
    pub format: fn(f64) -> String,
    pub bars: Vec<Bar>,
}

/// The value of one server.
#[derive(Debug, Clone)]
pub struct Bar {
    pub name: String,
    /// `None` if no run gave a value.
    pub value: Option<Spread>,
    /// What stands behind the value, such as its ratio to another server's.
    pub note: String,
}

impl Bar {
    fn text(&self, format: fn(f64) -> String) -> String {
        let value = self.finite().map(|value| format(value.median)).unwrap_or_default();
        let parts = [value, self.note.clone()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join("  ·  ")
    }

    fn finite(&self) -> Option<Spread> {
        self.value.filter(|value| value.is_finite() && value.low >= 0.0)
    }
}

impl BarChart {
    /// The plot as an SVG file.
    pub fn svg(&self) -> String {
        // Where the bars start depends on the heading, and the height on both.
        let top = Svg::new(0.0).heading(&self.title, &self.subtitle) + 6.0;
        let rows = self.bars.iter().fold(0.0, |rows, _| rows + ROW);
        let bottom = top + rows;
        let mut svg = Svg::new(bottom + MARGIN);
        svg.heading(&self.title, &self.subtitle);
        let widest = |texts: Vec<String>| texts.iter().map(|text| width(text)).fold(0.0, f64::max);
        let names = widest(self.bars.iter().map(|bar| bar.name.clone()).collect());
        let left = MARGIN + names * 1.08 + GAP;
        let texts = widest(self.bars.iter().map(|bar| bar.text(self.format)).collect());
        let room = (WIDTH - MARGIN - texts * 1.05 - 2.0 * GAP - left).max(80.0);
        let highest = self.bars.iter().filter_map(Bar::finite).map(|value| value.high);
        let highest = highest.fold(0.0, f64::max);
        let scale = if highest > 0.0 { room / highest } else { 0.0 };
        let mut middle = top + ROW / 2.0;
        for (number, bar) in self.bars.iter().enumerate() {
            self.row(&mut svg, (number, bar), (left, middle), scale);
            middle += ROW;
        }
        svg.path("axis", &[(left, top), (left, bottom)]);
        svg.finish(&self.title, &self.description())
    }

    fn row(&self, svg: &mut Svg, (number, bar): (usize, &Bar), at: (f64, f64), scale: f64) {
        let (left, middle) = at;
        svg.text("name end", (left - GAP, middle + 4.5), &bar.name);
        let mut end = left;
        if let Some(Spread { low, median, high }) = bar.finite() {
            let class = format!("bar s{}", style::of(&bar.name, number));
            let corner = (left, middle - THICKNESS / 2.0);
            svg.rect(&class, corner, (median * scale, THICKNESS), 2.0);
            end = left + high.max(median) * scale;
            if high > low {
                let (from, to) = ((left + low * scale, middle), (end, middle));
                svg.whisker("whisker halo", from, to);
                svg.whisker("whisker", from, to);
            }
        }
        svg.text("", (end + GAP, middle + 4.5), &bar.text(self.format));
    }

    fn description(&self) -> String {
        let rows = self.bars.iter().map(|bar| format!("{}: {}.", bar.name, bar.text(self.format)));
        let rows: Vec<String> = rows.collect();
        let rows = if rows.is_empty() { "There are no values.".to_owned() } else { rows.join(" ") };
        format!("{} {rows}", self.subtitle)
    }
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::*;
    use crate::plot::human;

    fn chart(bars: &[(&str, [f64; 3], &str)]) -> BarChart {
        let bars = bars.iter().map(|(name, [low, median, high], note)| Bar {
            name: (*name).to_owned(),
            value: (*high >= 0.0).then_some(Spread { low: *low, median: *median, high: *high }),
            note: (*note).to_owned(),
        });
        BarChart {
            title: "Burst".to_owned(),
            subtitle: "five runs".to_owned(),
            format: human,
            bars: bars.collect(),
        }
    }

    #[test]
    fn bars_are_as_long_as_their_medians() {
        let text = chart(&[
            ("stage6", [18e6, 20e6, 21e6], "2 × nats"),
            ("nats", [9e6, 10e6, 11e6], ""),
            ("stage5", [-1.0; 3], "failed: the server died"),
        ])
        .svg();
        let document = Document::parse(&text).unwrap();
        let bars: Vec<f64> = document
            .descendants()
            .filter(|node| node.attribute("class").is_some_and(|class| class.starts_with("bar ")))
            .map(|node| node.attribute("width").unwrap().parse().unwrap())
            .collect();
        assert_eq!(bars.len(), 2);
        assert!((bars[0] - 2.0 * bars[1]).abs() < 0.02, "{bars:?}");
        let plain = text.replace('\u{a0}', " ");
        assert!(plain.contains(">20 M  ·  2 × nats<"), "{plain}");
        assert!(plain.contains(">failed: the server died<"), "{plain}");
    }

    #[test]
    fn little_or_nothing_is_drawn_as_well() {
        for values in [[-1.0; 3], [0.0; 3], [f64::NAN, 1.0, 2.0]] {
            for bars in [&[][..], &[("a", values, "")]] {
                let text = chart(bars).svg();
                assert!(Document::parse(&text).is_ok());
                assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
            }
        }
    }
}
