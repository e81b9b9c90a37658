//! A line for each server.

use super::draw::Canvas;
use super::scale::{Kind, Scale};
use super::spread::Spread;

/// A plot of lines.
#[derive(Debug, Clone)]
pub struct LineChart {
    pub title: String,
    /// What was measured and how, in small print below the title.
    pub subtitle: String,
    pub x: Axis,
    pub y: Axis,
    pub series: Vec<Series>,
}

/// What an axis shows.
#[derive(Debug, Clone)]
pub struct Axis {
    /// What the values are, with their unit.
    pub label: String,
    pub kind: Kind,
    /// How a value is written at a tick.
    pub format: fn(f64) -> String,
}

/// The values of one server.
#[derive(Debug, Clone)]
pub struct Series {
    pub name: String,
    /// In ascending order of `x`.
    pub points: Vec<Point>,
}

/// A value measured several times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: Spread,
    /// Something went wrong in these runs, so that the value says little: its marker is hollow.
    pub is_doubtful: bool,
}

impl Point {
    fn is_finite(&self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

impl LineChart {
    /// The plot as an SVG file.
    pub fn svg(&self) -> String {
        let mut chart = self.clone();
        for series in &mut chart.series {
            series.points.retain(Point::is_finite);
        }
        chart.series.retain(|series| !series.points.is_empty());
        let description = chart.description();
        Canvas::new(&chart).drawn().finish(&self.title, &description)
    }

    /// The picture in words: each server with its values.
    fn description(&self) -> String {
        let scale = Scale::new(self.x.kind, &[], (0.0, 1.0));
        let mut text = format!("{} {} by {}.", self.subtitle, self.y.label, self.x.label);
        for series in &self.series {
            let marked = series.points.iter().filter(|point| scale.is_marked(point.x));
            let values: Vec<String> = marked
                .map(|point| {
                    let x = if scale.is_percentile() && point.x >= 100.0 {
                        "max".to_owned()
                    } else {
                        (self.x.format)(point.x)
                    };
                    format!("{x}: {}", (self.y.format)(point.y.median))
                })
                .collect();
            text += &format!(" {}: {}.", series.name, values.join(", "));
        }
        if self.series.is_empty() {
            text += " There are no values.";
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use roxmltree::{Document, Node};

    use super::*;
    use crate::plot::human;

    fn point(x: f64, y: f64) -> Point {
        let y = Spread { low: y * 0.9, median: y, high: y * 1.1 };
        Point { x, y, is_doubtful: false }
    }

    fn chart(kind: Kind, series: &[(&str, &[(f64, f64)])]) -> LineChart {
        let series = series.iter().map(|(name, points)| Series {
            name: (*name).to_owned(),
            points: points.iter().map(|(x, y)| point(*x, *y)).collect(),
        });
        LineChart {
            title: "A < B".to_owned(),
            subtitle: "five runs".to_owned(),
            x: Axis { label: "clients".to_owned(), kind, format: human },
            y: Axis { label: "deliveries".to_owned(), kind: Kind::Auto, format: human },
            series: series.collect(),
        }
    }

    fn places(node: Node) -> Vec<(f64, f64)> {
        let path = node.attribute("d").unwrap().trim_start_matches('M');
        path.split('L')
            .map(|place| {
                let (x, y) = place.split_once(' ').unwrap();
                (x.parse().unwrap(), y.parse().unwrap())
            })
            .collect()
    }

    fn with_class<'a>(document: &'a Document, class: &str) -> Vec<Node<'a, 'a>> {
        let has = |node: &Node| {
            node.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class))
        };
        document.descendants().filter(has).collect()
    }

    #[test]
    fn a_chart_is_xml_that_says_what_it_shows() {
        let text = chart(Kind::Log, &[("stage6", &[(10.0, 2e7), (100.0, 1e7)])]).svg();
        let document = Document::parse(&text).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        assert!(root.attribute("viewBox").is_some() && root.attribute("width").is_none());
        let child = |name| root.children().find(|node| node.has_tag_name(name)).unwrap();
        assert_eq!(child("title").text(), Some("A < B"));
        let words = child("desc").text().unwrap().replace('\u{a0}', " ");
        assert_eq!(words, "five runs deliveries by clients. stage6: 10: 20 M, 100: 10 M.");
    }

    #[test]
    fn equal_factors_are_equal_distances() {
        let points = [(10.0, 1e5), (100.0, 1e6), (1000.0, 1e7)];
        let text = chart(Kind::Log, &[("stage6", &points)]).svg();
        let document = Document::parse(&text).unwrap();
        let line = places(with_class(&document, "line")[0]);
        assert_eq!(line.len(), 3);
        assert!((line[2].0 - line[1].0 - (line[1].0 - line[0].0)).abs() < 0.02, "{line:?}");
        assert!((line[1].1 - line[0].1 - (line[2].1 - line[1].1)).abs() < 0.02, "{line:?}");
        assert!(line[2].1 < line[0].1, "more is higher: {line:?}");
        assert_eq!(with_class(&document, "range").len(), 3);
        // At each value one, and one beside the name.
        assert_eq!(with_class(&document, "mark").len(), 4);
    }

    #[test]
    fn names_do_not_cover_each_other() {
        let series = ["stage5", "stage6", "broker", "tuned", "floor", "nats"];
        let points: &[(f64, f64)] = &[(10.0, 1e6), (100.0, 1e6)];
        let text = chart(Kind::Log, &series.map(|name| (name, points))).svg();
        let document = Document::parse(&text).unwrap();
        let names = with_class(&document, "name");
        let mut heights: Vec<f64> =
            names.iter().map(|node| node.attribute("y").unwrap().parse().unwrap()).collect();
        assert_eq!(heights.len(), 6);
        heights.sort_by(f64::total_cmp);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 15.9), "{heights:?}");
    }

    #[test]
    fn a_distribution_has_markers_at_the_ticks_only() {
        let curve = [(0.0, 9.0), (30.0, 20.0), (50.0, 40.0), (90.0, 90.0), (100.0, 900.0)];
        let text = chart(Kind::Percentile(3.0), &[("stage6", &curve)]).svg();
        let document = Document::parse(&text).unwrap();
        assert_eq!(with_class(&document, "mark").len(), 3 + 1);
        assert_eq!(with_class(&document, "band").len(), 1);
    }

    #[test]
    fn little_or_nothing_is_drawn_as_well() {
        for kind in [Kind::Linear, Kind::Log, Kind::Auto, Kind::Percentile(5.0)] {
            for points in [&[][..], &[(1.0, 5.0)], &[(0.0, 0.0)], &[(f64::NAN, 1.0)]] {
                let text = chart(kind, &[("stage6", points)]).svg();
                let document = Document::parse(&text).unwrap();
                assert!(!text.contains("NaN") && !text.contains("inf"), "{kind:?} {points:?}");
                assert!(document.root_element().has_children());
            }
        }
    }
}
