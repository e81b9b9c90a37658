//! The time of day, in words.

use time::OffsetDateTime;

/// The time of day in UTC, such as `2026-01-31 12:05 UTC`.
pub fn now() -> String {
    shown(OffsetDateTime::now_utc())
}

fn shown(at: OffsetDateTime) -> String {
    let (month, time) = (u8::from(at.month()), at.time());
    let (year, day) = (at.year(), at.day());
    format!("{year}-{month:02}-{day:02} {:02}:{:02} UTC", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let shown = |seconds| shown(OffsetDateTime::from_unix_timestamp(seconds).unwrap());
        assert_eq!(shown(0), "1970-01-01 00:00 UTC");
        assert_eq!(shown(951_827_696), "2000-02-29 12:34 UTC");
        assert_eq!(shown(1_735_689_599), "2024-12-31 23:59 UTC");
    }
}
