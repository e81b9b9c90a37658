//! Numbers for people.

/// Keeps a number and its unit on one line.
const BLANK: char = '\u{a0}';

/// Three significant digits and no more: `0.25`, `4000`, `250 k`, `1.52 M`, `20 M`.
pub fn human(value: f64) -> String {
    let units = [(1e9, "G"), (1e6, "M"), (1e4, "k")];
    // What would be rounded up to the next unit has it already.
    let found = units.iter().find(|(from, _)| value.abs() >= from * 0.9995);
    match found {
        Some((_, "k")) => format!("{}{BLANK}k", trimmed(value / 1e3)),
        Some((size, unit)) => format!("{}{BLANK}{unit}", trimmed(value / size)),
        None => trimmed(value),
    }
}

/// A time given in microseconds: `250 µs`, `1.2 ms`, `3 s`.
pub fn duration(micros: f64) -> String {
    let (value, unit) = if micros >= 999_500.0 {
        (micros / 1e6, "s")
    } else if micros >= 999.5 {
        (micros / 1e3, "ms")
    } else {
        (micros, "µs")
    };
    format!("{}{BLANK}{unit}", trimmed(value))
}

/// Three significant digits, or all those before the point, without zeros at the end.
pub fn trimmed(value: f64) -> String {
    let digits: usize = match value.abs() {
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.9995 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let short = if text.contains('.') { text.trim_end_matches('0') } else { &text };
    let short = short.trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(BLANK, " ")
    }

    #[test]
    fn large_numbers_have_units() {
        let numbers = [0.0, 0.25, 1.0, 12.34, 999.0, 4000.0, 9_990.0, 10_000.0, 250_400.0];
        let texts = numbers.map(|number| plain(&human(number)));
        assert_eq!(texts, ["0", "0.25", "1", "12.3", "999", "4000", "9990", "10 k", "250 k"]);
        let numbers = [999_600.0, 1.52e6, 20e6, 76.1e6, 2e9];
        let texts = numbers.map(|number| plain(&human(number)));
        assert_eq!(texts, ["1 M", "1.52 M", "20 M", "76.1 M", "2 G"]);
    }

    #[test]
    fn times_have_the_unit_that_suits_them() {
        let texts = [3.0, 250.0, 999.9, 1_200.0, 16_000.0, 3e6].map(|time| plain(&duration(time)));
        assert_eq!(texts, ["3 µs", "250 µs", "1 ms", "1.2 ms", "16 ms", "3 s"]);
    }

    #[test]
    fn nothing_is_not_negative() {
        assert_eq!(trimmed(-0.0001), "0");
    }
}
