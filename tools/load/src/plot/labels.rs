//! Where the names go, so that none covers another.

use super::svg::Place;

/// Moves positions apart until neighbours are `gap` from each other, each as little as can be,
/// and keeps them between `low` and `high` as long as there is room.
pub fn spread(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let steps = || std::iter::successors(Some(0.0), |step| Some(step + 1.0));
    let last = steps().nth(order.len().saturating_sub(1)).unwrap_or(0.0);
    let gap = if last > 0.0 { gap.min((high - low).max(0.0) / last) } else { gap };
    // Less its share of gaps, each position only has to be no smaller than the one before.
    let shares: Vec<f64> =
        order.iter().zip(steps()).map(|(index, step)| wanted[*index] - step * gap).collect();
    let ceiling = (high - last * gap).max(low);
    let mut positions = vec![0.0; wanted.len()];
    for ((index, share), step) in order.iter().zip(ascending(&shares)).zip(steps()) {
        positions[*index] = share.clamp(low, ceiling) + step * gap;
    }
    positions
}

/// The ascending values nearest to these: neighbours out of order meet at their mean.
fn ascending(values: &[f64]) -> Vec<f64> {
    // Sum and number of each group that shares a value.
    let mut groups: Vec<(f64, u32)> = Vec::new();
    for value in values {
        let mut group = (*value, 1);
        while let Some(last) = groups.last() {
            if last.0 / f64::from(last.1) <= group.0 / f64::from(group.1) {
                break;
            }
            group = (group.0 + last.0, group.1 + last.1);
            groups.pop();
        }
        groups.push(group);
    }
    let expand = |(sum, count): (f64, u32)| (0..count).map(move |_| sum / f64::from(count));
    groups.into_iter().flat_map(expand).collect()
}

/// A rectangle: its left upper corner and its right lower one.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    pub from: Place,
    pub to: Place,
}

impl Area {
    pub fn overlaps(&self, other: &Self) -> bool {
        let apart = self.to.0 <= other.from.0
            || other.to.0 <= self.from.0
            || self.to.1 <= other.from.1
            || other.to.1 <= self.from.1;
        !apart
    }

    /// How far the line through these places runs inside, in steps.
    pub fn crossings(&self, places: &[Place]) -> usize {
        const STEPS: u32 = 60;
        let inside =
            |(x, y): Place| x > self.from.0 && x < self.to.0 && y > self.from.1 && y < self.to.1;
        let on = |(from, to): (&Place, &Place), step: u32| {
            let part = f64::from(step) / f64::from(STEPS);
            (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
        };
        let pairs = || places.iter().zip(places.iter().skip(1));
        pairs().map(|pair| (0..=STEPS).filter(|step| inside(on(pair, *step))).count()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_have_room_stay() {
        assert_eq!(spread(&[50.0, 10.0, 90.0], 16.0, (0.0, 100.0)), [50.0, 10.0, 90.0]);
    }

    #[test]
    fn names_at_one_place_move_both_ways() {
        assert_eq!(spread(&[50.0, 50.0, 50.0], 16.0, (0.0, 100.0)), [34.0, 50.0, 66.0]);
        assert_eq!(spread(&[50.0, 52.0], 16.0, (0.0, 100.0)), [43.0, 59.0]);
    }

    #[test]
    fn names_stay_in_the_picture() {
        assert_eq!(spread(&[0.0, 2.0, 99.0], 16.0, (0.0, 100.0)), [0.0, 16.0, 99.0]);
        assert_eq!(spread(&[99.0, 100.0], 16.0, (0.0, 100.0)), [84.0, 100.0]);
        // Without room for all, they share what there is.
        assert_eq!(spread(&[5.0; 3], 16.0, (0.0, 20.0)), [0.0, 10.0, 20.0]);
        assert_eq!(spread(&[], 16.0, (0.0, 20.0)), Vec::<f64>::new());
    }

    #[test]
    fn an_area_knows_what_runs_through_it() {
        let area = Area { from: (10.0, 10.0), to: (20.0, 20.0) };
        assert_eq!(area.crossings(&[(0.0, 0.0), (30.0, 0.0)]), 0);
        assert!(area.crossings(&[(0.0, 15.0), (30.0, 15.0)]) > 10);
        assert!(area.overlaps(&Area { from: (19.0, 19.0), to: (30.0, 30.0) }));
        assert!(!area.overlaps(&Area { from: (20.0, 10.0), to: (30.0, 20.0) }));
    }
}
