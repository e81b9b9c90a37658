//! The lines, marks and names of a chart.

use super::chart::{LineChart, Point, Series};
use super::labels::{Area, spread};
use super::scale::Scale;
use super::svg::{Place, Svg, width};
use super::{MARGIN, WIDTH, style};

const HEIGHT: f64 = 470.0;
/// From one name to the next below it.
const LINE: f64 = 17.0;
/// From the end of a line to the marker beside its name, and from there to the name.
const TO_MARKER: f64 = 18.0;
const TO_NAME: f64 = 10.0;

/// A chart while it is drawn.
pub struct Canvas<'a> {
    chart: &'a LineChart,
    svg: Svg,
    x: Scale,
    y: Scale,
    x_ticks: Vec<f64>,
    /// The area between the axes.
    plot: Area,
}

impl<'a> Canvas<'a> {
    pub fn new(chart: &'a LineChart) -> Self {
        let mut svg = Svg::new(HEIGHT);
        let top = svg.heading(&chart.title, &chart.subtitle) + 12.0;
        svg.text("muted", (MARGIN, top), &chart.y.label);
        let points = || chart.series.iter().flat_map(|series| &series.points);
        let xs: Vec<f64> = points().map(|point| point.x).collect();
        let ys: Vec<f64> =
            points().flat_map(|point| [point.y.low, point.y.median, point.y.high]).collect();
        let (top, bottom) = (top + 16.0, HEIGHT - 58.0);
        let y = Scale::new(chart.y.kind, &ys, (bottom, top)).rounded();
        let widest = |texts: &mut dyn Iterator<Item = String>| {
            texts.map(|text| width(&text)).fold(0.0, f64::max)
        };
        let left = MARGIN + widest(&mut y.ticks().into_iter().map(chart.y.format)) + 10.0;
        let names = widest(&mut chart.series.iter().map(|series| series.name.clone()));
        let right = WIDTH - MARGIN - names - TO_MARKER - TO_NAME;
        let x = Scale::new(chart.x.kind, &xs, (left + 10.0, right - 10.0));
        let x_ticks = if x.is_percentile() || xs.is_empty() { x.ticks() } else { distinct(xs) };
        let plot = Area { from: (left, top), to: (right, bottom) };
        Self { chart, svg, x, y, x_ticks, plot }
    }

    pub fn drawn(mut self) -> Svg {
        self.y_axis();
        self.x_axis();
        let chart = self.chart;
        for (number, series) in chart.series.iter().enumerate() {
            self.ranges(style::of(&series.name, number), series);
        }
        for (number, series) in chart.series.iter().enumerate() {
            self.line(style::of(&series.name, number), series);
        }
        self.names();
        self.svg
    }

    fn y_axis(&mut self) {
        let (left, right) = (self.plot.from.0, self.plot.to.0);
        for tick in self.y.ticks() {
            let y = self.y.at(tick);
            self.svg.path("grid", &[(left, y), (right, y)]);
            self.svg.text("muted end", (left - 8.0, y + 4.5), &(self.chart.y.format)(tick));
        }
    }

    fn x_axis(&mut self) {
        let (left, right, bottom) = (self.plot.from.0, self.plot.to.0, self.plot.to.1);
        self.svg.path("axis", &[(left, bottom), (right, bottom)]);
        let mut free_from = 0.0;
        for tick in &self.x_ticks {
            let is_last = self.x.is_percentile() && *tick >= 100.0;
            let text = if is_last { "max".to_owned() } else { (self.chart.x.format)(*tick) };
            let (x, half) = (self.x.at(*tick), width(&text) / 2.0);
            self.svg.path("axis", &[(x, bottom), (x, bottom + 5.0)]);
            if x - half >= free_from {
                self.svg.text("muted middle", (x, bottom + 21.0), &text);
                free_from = x + half + 6.0;
            }
        }
        let middle = f64::midpoint(left, right);
        self.svg.text("muted middle", (middle, HEIGHT - 14.0), &self.chart.x.label);
    }

    /// From the least to the greatest value, behind all lines.
    fn ranges(&mut self, style: usize, series: &Series) {
        if self.x.is_percentile() {
            let low = series.points.iter().map(|point| self.place(point.x, point.y.low));
            let high = series.points.iter().rev().map(|point| self.place(point.x, point.y.high));
            let outline: Vec<Place> = low.chain(high).collect();
            self.svg.path(&format!("band s{style}"), &outline);
            return;
        }
        for point in &series.points {
            let (low, high) = (self.place(point.x, point.y.low), self.place(point.x, point.y.high));
            self.svg.whisker(&format!("range s{style}"), low, high);
        }
    }

    fn line(&mut self, style: usize, series: &Series) {
        self.svg.styled(style, &self.course(series));
        for point in series.points.iter().filter(|point| self.x.is_marked(point.x)) {
            self.svg.marker(style, self.place(point.x, point.y.median), point.is_doubtful);
        }
    }

    /// Names of lines that reach the right edge stand in a column beside it, each as near to its
    /// line as there is room; the others stand at their line's end, where they cover least.
    fn names(&mut self) {
        let chart = self.chart;
        let ends: Vec<(usize, Place)> = chart
            .series
            .iter()
            .filter_map(|series| series.points.last())
            .map(|point| self.place(point.x, point.y.median))
            .enumerate()
            .collect();
        let edge = self.plot.to.0 - 11.0;
        let (at_edge, inside): (Vec<_>, Vec<_>) = ends.into_iter().partition(|end| end.1.0 >= edge);
        let wanted: Vec<f64> = at_edge.iter().map(|end| end.1.1).collect();
        let heights = spread(&wanted, LINE, (self.plot.from.1, self.plot.to.1));
        for ((number, end), y) in at_edge.into_iter().zip(heights) {
            self.name(number, end, y);
        }
        let mut taken = Vec::new();
        for (number, end) in inside {
            let y = self.free_height(number, end, &taken);
            taken.push(self.name_area(number, end.0, y));
            self.name(number, end, y);
        }
    }

    fn name(&mut self, number: usize, end: Place, y: f64) {
        let series = &self.chart.series[number];
        let (start, marker) = (end.0 + 7.0, end.0 + TO_MARKER);
        self.svg.path("leader", &[(start, end.1), (marker - 6.0, y)]);
        let style = style::of(&series.name, number);
        self.svg.marker(style, (marker, y), false);
        self.svg.text("name", (marker + TO_NAME, y + 4.5), &series.name);
    }

    /// The height nearest to a line's end where its name covers as little as possible.
    fn free_height(&self, number: usize, end: Place, taken: &[Area]) -> f64 {
        let offsets = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0];
        let heights = offsets.map(|offset| end.1 + offset * LINE);
        let inside = |y: &f64| *y > self.plot.from.1 && *y < self.plot.to.1 - LINE / 2.0;
        let cost = |y: f64| {
            let area = self.name_area(number, end.0, y);
            let courses = self.chart.series.iter().map(|series| self.course(series));
            let crossings: usize = courses.map(|course| area.crossings(&course)).sum();
            crossings + 1000 * taken.iter().filter(|other| other.overlaps(&area)).count()
        };
        heights.into_iter().filter(inside).min_by_key(|y| cost(*y)).unwrap_or(end.1)
    }

    fn name_area(&self, number: usize, x: f64, y: f64) -> Area {
        let right = x + TO_MARKER + TO_NAME + width(&self.chart.series[number].name);
        Area { from: (x + TO_MARKER - 6.0, y - LINE / 2.0), to: (right, y + LINE / 2.0) }
    }

    fn course(&self, series: &Series) -> Vec<Place> {
        let place = |point: &Point| self.place(point.x, point.y.median);
        series.points.iter().map(place).collect()
    }

    fn place(&self, x: f64, y: f64) -> Place {
        (self.x.at(x), self.y.at(y))
    }
}

/// Each value once, ascending.
fn distinct(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}
