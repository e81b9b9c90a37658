//! From values to places, and where to put ticks.

/// How values are laid out along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// From zero, in equal steps.
    Linear,
    /// A factor of ten is the same distance everywhere.
    Log,
    /// Logarithmic if the values span more than a factor of eight, else linear.
    Auto,
    /// From 0 to 100, with as much room from 90 to 99 as from 99 to 99.9. The number says how
    /// many such steps there are before the end, which stands for the greatest value measured.
    Percentile(f64),
}

/// An axis that knows where its values go.
#[derive(Debug)]
pub struct Scale {
    kind: Kind,
    /// Least and greatest value, as the axis lays them out.
    from: f64,
    to: f64,
    /// Where these two are in the picture.
    pixels: (f64, f64),
}

impl Scale {
    /// An axis for these values; those that it cannot show are ignored.
    pub fn new(kind: Kind, values: &[f64], pixels: (f64, f64)) -> Self {
        let kind = resolved(kind, values);
        let usable = values.iter().filter(|value| is_usable(kind, **value));
        let (low, high) = usable.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(*value), high.max(*value))
        });
        let (low, high) = if low > high { (1.0, 10.0) } else { (low, high) };
        let (from, to) = match kind {
            Kind::Percentile(steps) => (0.0, steps.max(1.0)),
            Kind::Log if low < high => (low.log10(), high.log10()),
            Kind::Log => (low.log10() - 0.5, low.log10() + 0.5),
            _ if high > 0.0 => (0.0, high),
            _ => (0.0, 1.0),
        };
        Self { kind, from, to, pixels }
    }

    /// The same with its ends moved to round numbers, for an axis whose values are measured.
    pub fn rounded(mut self) -> Self {
        match self.kind {
            Kind::Log => {
                let (from, to) = (10f64.powf(self.from), 10f64.powf(self.to));
                self.from = below(from).log10();
                self.to = above(to).log10();
            }
            Kind::Linear => {
                let step = step(self.to);
                self.to = (self.to / step - 1e-9).ceil() * step;
            }
            _ => {}
        }
        self
    }

    /// Where a value is in the picture; what is outside is at the nearer end.
    pub fn at(&self, value: f64) -> f64 {
        let laid = match self.kind {
            Kind::Log => value.max(f64::MIN_POSITIVE).log10(),
            Kind::Percentile(_) => -(1.0 - value.min(100.0) / 100.0).max(1e-12).log10(),
            _ => value,
        };
        let part = ((laid - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        self.pixels.0 + part * (self.pixels.1 - self.pixels.0)
    }

    /// Values to put ticks at, ascending.
    pub fn ticks(&self) -> Vec<f64> {
        match self.kind {
            Kind::Percentile(_) => self.percentiles(),
            Kind::Log => self.powers(),
            _ => {
                let step = step(self.to);
                let ticks = std::iter::successors(Some(0.0), |tick| Some(tick + step));
                ticks.take_while(|tick| *tick <= self.to * (1.0 + 1e-9)).collect()
            }
        }
    }

    /// Whether a line has a marker at this value: at all that were measured, or, if the line is
    /// a distribution, at the ticks.
    pub fn is_marked(&self, value: f64) -> bool {
        !matches!(self.kind, Kind::Percentile(_))
            || self.ticks().iter().any(|tick| (tick - value).abs() < 1e-9)
    }

    /// Whether lines are distributions.
    pub fn is_percentile(&self) -> bool {
        matches!(self.kind, Kind::Percentile(_))
    }

    fn percentiles(&self) -> Vec<f64> {
        let mut ticks = vec![50.0];
        let mut rest = 10.0;
        let mut laid = 1.0;
        // The last step is left to the end, which is labelled as the greatest value.
        while laid < self.to - 0.25 {
            ticks.push(100.0 - rest);
            rest /= 10.0;
            laid += 1.0;
        }
        ticks.push(100.0);
        ticks
    }

    fn powers(&self) -> Vec<f64> {
        let span = self.to - self.from;
        let parts: &[f64] = match span {
            span if span > 3.5 => &[1.0],
            span if span > 2.2 => &[1.0, 3.0],
            _ => &[1.0, 2.0, 5.0],
        };
        let decades = std::iter::successors(Some(self.from.floor()), |decade| Some(decade + 1.0))
            .take_while(|decade| *decade <= self.to + 1e-9);
        let ticks =
            decades.flat_map(|decade| parts.iter().map(move |part| part * 10f64.powf(decade)));
        let inside = |tick: &f64| {
            let laid = tick.log10();
            laid >= self.from - 1e-9 && laid <= self.to + 1e-9
        };
        ticks.filter(inside).collect()
    }
}

fn resolved(kind: Kind, values: &[f64]) -> Kind {
    if kind != Kind::Auto {
        return kind;
    }
    let usable = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (usable().fold(f64::INFINITY, f64::min), usable().fold(0.0, f64::max));
    if low > 0.0 && high > low * 8.0 { Kind::Log } else { Kind::Linear }
}

fn is_usable(kind: Kind, value: f64) -> bool {
    value.is_finite() && (kind != Kind::Log || value > 0.0)
}

/// A round distance between ticks, so that there are four to ten of them.
fn step(to: f64) -> f64 {
    let power = 10f64.powf((to / 4.0).log10().floor());
    let part = to / 4.0 / power;
    let round = [5.0, 2.0, 1.0].into_iter().find(|round| *round <= part + 1e-9);
    round.unwrap_or(1.0) * power
}

/// The greatest of 1, 2, 5, 10, … that is no more than this.
fn below(value: f64) -> f64 {
    let power = 10f64.powf(value.log10().floor());
    let round = [5.0, 2.0, 1.0].into_iter().find(|round| round * power <= value * (1.0 + 1e-9));
    round.unwrap_or(1.0) * power
}

fn above(value: f64) -> f64 {
    let power = 10f64.powf(value.log10().floor());
    let rounds = [1.0, 2.0, 5.0, 10.0].into_iter();
    let round = rounds.into_iter().find(|round| round * power >= value * (1.0 - 1e-9));
    round.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-6
    }

    #[test]
    fn a_decade_is_as_long_everywhere() {
        let scale = Scale::new(Kind::Log, &[1.0, 100.0], (0.0, 200.0));
        assert!(near(scale.at(1.0), 0.0) && near(scale.at(10.0), 100.0));
        assert!(near(scale.at(100.0), 200.0) && near(scale.at(0.0), 0.0));
    }

    #[test]
    fn percentiles_are_laid_out_by_what_is_left() {
        let scale = Scale::new(Kind::Percentile(4.0), &[], (0.0, 400.0));
        let places = [0.0, 90.0, 99.0, 99.9, 99.99, 100.0].map(|value| scale.at(value));
        let expected = [0.0, 100.0, 200.0, 300.0, 400.0, 400.0];
        assert!(places.iter().zip(expected).all(|(a, b)| near(*a, b)), "{places:?}");
        let expected = [50.0, 90.0, 99.0, 99.9, 100.0];
        assert!(scale.ticks().iter().zip(expected).all(|(a, b)| near(*a, b)));
        assert!(scale.is_marked(99.0) && !scale.is_marked(95.0));
    }

    #[test]
    fn the_values_decide_if_nobody_else_does() {
        let log = Scale::new(Kind::Auto, &[1.0, 9.0], (0.0, 1.0));
        let linear = Scale::new(Kind::Auto, &[1.0, 7.0], (0.0, 1.0));
        assert_eq!((log.kind, linear.kind), (Kind::Log, Kind::Linear));
    }

    #[test]
    fn ends_are_round_and_ticks_between_them() {
        let scale = Scale::new(Kind::Log, &[130.0, 4_100.0], (0.0, 1.0)).rounded();
        let expected = [100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0];
        assert!(scale.ticks().iter().zip(expected).all(|(a, b)| near(*a, b)));
        assert_eq!(scale.ticks().len(), 6);
        let scale = Scale::new(Kind::Linear, &[17.0], (0.0, 1.0)).rounded();
        assert_eq!(scale.ticks(), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0]);
    }

    #[test]
    fn without_values_there_is_still_an_axis() {
        for kind in [Kind::Linear, Kind::Log, Kind::Auto, Kind::Percentile(0.0)] {
            for values in [&[][..], &[0.0], &[5.0], &[f64::NAN, -1.0]] {
                let scale = Scale::new(kind, values, (0.0, 100.0)).rounded();
                assert!(scale.ticks().len() >= 2, "{kind:?} {values:?}: {:?}", scale.ticks());
                assert!(scale.at(5.0).is_finite());
            }
        }
    }
}
