//! A value that was measured several times.

/// The middle of the values, and the ends of their range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    pub low: f64,
    pub median: f64,
    pub high: f64,
}

impl Spread {
    /// Of these values, without those that are no numbers; `None` of none.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        let upper = *values.get(middle)?;
        let is_odd = values.len() % 2 == 1;
        let lower = if is_odd { upper } else { *values.get(middle - 1)? };
        let (low, high) = (*values.first()?, *values.last()?);
        Some(Self { low, median: f64::midpoint(lower, upper), high })
    }

    pub(super) fn is_finite(&self) -> bool {
        [self.low, self.median, self.high].iter().all(|value| value.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_between_the_two() {
        let of = |values: &[f64]| Spread::of(values.iter().copied());
        let spread = |low, median, high| Some(Spread { low, median, high });
        assert_eq!(of(&[3.0, 1.0, 20.0]), spread(1.0, 3.0, 20.0));
        assert_eq!(of(&[4.0, 1.0, 20.0, 2.0]), spread(1.0, 3.0, 20.0));
        assert_eq!(of(&[5.0]), spread(5.0, 5.0, 5.0));
        assert_eq!(of(&[f64::NAN, 5.0]), spread(5.0, 5.0, 5.0));
        assert_eq!(of(&[]), None);
    }
}
