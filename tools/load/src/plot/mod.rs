//! Plots of what runs found out, as SVG.
//!
//! A plot has to be read in a dark theme, a light one and on grey paper, as a file of its own and
//! in an `<img>`. So it brings its colours for both themes and its own background, and no line is
//! told from another by colour alone: each has its dashes, its marker, and its name at its end.
//!
//! - `chart`: a line for each server: latency by percentile, cost by clients, rooms, size, cores
//! - `bars`: a bar for each server
//! - `draw`: the lines, marks and names of a chart
//! - `labels`: where the names go, so that none covers another
//! - `scale`: from values to places, and where to put ticks
//! - `spread`: a value that was measured several times
//! - `numbers`: numbers for people
//! - `style`: colours, dashes and markers
//! - `svg`: the language itself

mod bars;
mod chart;
mod draw;
mod labels;
mod numbers;
mod scale;
mod spread;
mod style;
mod svg;

pub use bars::{Bar, BarChart};
pub use chart::{Axis, LineChart, Point, Series};
pub use numbers::{duration, human, trimmed};
pub use scale::Kind;
pub use spread::Spread;

/// Where the picture's edge is, in its own units; text is 13 to 19 of them high.
const WIDTH: f64 = 760.0;
/// Between the edge and what is drawn.
const MARGIN: f64 = 20.0;
