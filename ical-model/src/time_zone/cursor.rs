//! Successive questions to one zone.

use super::transitions::{Interval, Resolved, Transitions};
use super::{Instant, Wall};

/// Remembers which part of a zone was looked at last: times that lie near each other cost a comparison each.
#[derive(Clone, Debug)]
pub(crate) struct ZoneCursor<'z> {
    zone: &'z Transitions,
    interval: Interval,
    /// Local times that are in the interval and nowhere else.
    plain: core::ops::Range<i64>,
}

impl<'z> ZoneCursor<'z> {
    pub(super) fn new(zone: &'z Transitions) -> Self {
        let mut cursor =
            Self { zone, interval: Interval { from: 0, until: 0, offset: 0, kind: 0 }, plain: 0..0 };
        cursor.enter(Instant(0));
        cursor
    }

    /// The moment at which a local time is, as §3.3.5 reads it, and whether it stands in a gap.
    #[inline]
    pub(crate) fn instant(&mut self, wall: Wall) -> (Instant, bool) {
        let (instant, shift) = self.instant_and_shift(wall);
        (instant, shift != 0)
    }

    /// The moment at which a local time is, as §3.3.5 reads it, and how many seconds later than that the clocks
    /// show at that moment: the length of the gap in which it stands, else 0.
    #[inline]
    pub(crate) fn instant_and_shift(&mut self, wall: Wall) -> (Instant, i32) {
        if self.plain.contains(&wall.0) {
            return (wall.minus_offset(self.interval.offset), 0);
        }
        self.search(wall)
    }

    /// Until when the offset that was just used for a local time holds, on the clock.
    pub(crate) fn plain_until(&self, wall: Wall) -> Option<i64> {
        self.plain.contains(&wall.0).then_some(self.plain.end)
    }

    /// What the clocks show at a moment.
    #[inline]
    pub(crate) fn wall(&mut self, instant: Instant) -> Wall {
        if !(self.interval.from..self.interval.until).contains(&instant.0) {
            self.enter(instant);
        }
        instant.plus_offset(self.interval.offset)
    }

    /// Were clocks not set for so many seconds before a moment?
    pub(crate) fn is_steady(&mut self, instant: Instant, seconds: i64) -> bool {
        self.wall(instant);
        self.interval.from < instant.0.saturating_sub(seconds)
    }

    #[cold]
    fn search(&mut self, wall: Wall) -> (Instant, i32) {
        self.enter(wall.minus_offset(self.interval.offset));
        if self.plain.contains(&wall.0) {
            return (wall.minus_offset(self.interval.offset), 0);
        }
        match self.zone.resolve(wall) {
            Resolved::Single(instant) | Resolved::Fold(instant, _) => (instant, 0),
            Resolved::Gap(instant, length) => (instant, length),
        }
    }

    fn enter(&mut self, instant: Instant) {
        self.interval = self.zone.interval(instant);
        // So far from the ends no other offset of the zone leads out of the interval.
        let spread = self.zone.spread();
        let offset = i64::from(self.interval.offset);
        self.plain = self.interval.from.saturating_add(spread).saturating_add(offset)
            ..self.interval.until.saturating_sub(spread).saturating_add(offset);
    }
}

#[cfg(all(test, feature = "tzdb"))]
mod tests {
    use super::*;
    use crate::time_zone::{LocalTime, Zone};

    #[test]
    fn a_cursor_is_as_its_zone() {
        for name in [
            "Europe/Berlin",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "America/Nuuk",
            "Pacific/Apia",
            "UTC",
        ] {
            let zone = Zone::iana(name).unwrap();
            let mut cursor = zone.cursor();
            // Forth in small steps and back in large ones, from 1900 to 2200.
            let forth = (-2_208_988_800..7_258_118_400_i64).step_by(86_400 * 3 + 1_800);
            let back = (0..360).map(|step| 7_258_118_400 - step * (86_400 * 301 + 47));
            let near = (1_700_000_000..1_800_000_000).step_by(1_800);
            for seconds in forth.chain(back).chain(near) {
                let wall = Wall(seconds);
                let (instant, shift) = cursor.instant_and_shift(wall);
                let expected = zone.resolve(wall.naive().unwrap());
                assert_eq!(instant.utc(), Some(expected.utc()), "{name} {seconds}");
                assert_eq!(shift != 0, matches!(expected, LocalTime::Gap(_)), "{name} {seconds}");
                assert_eq!(cursor.instant(wall), (instant, shift != 0));
                // A time in a gap is read as one that is later by the gap.
                assert_eq!(cursor.wall(instant), Wall(seconds + i64::from(shift)), "{name} {seconds}");
            }
        }
    }

    #[test]
    fn the_length_of_a_gap() {
        let new_york = Zone::iana("America/New_York").unwrap();
        let time =
            |text: &str| Wall::from(chrono::NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").unwrap());
        let mut cursor = new_york.cursor();
        for (section, wall, shift) in [
            ("§3.3.5 example", "20070311T023000", 3600),
            ("§3.3.5 before", "20070311T015959", 0),
            ("§3.3.5 after", "20070311T030000", 0),
            ("§3.3.5 fold", "20071104T013000", 0),
        ] {
            assert_eq!(cursor.instant_and_shift(time(wall)).1, shift, "{section}: {wall}");
        }
        let apia = Zone::iana("Pacific/Apia").unwrap();
        assert_eq!(
            apia.cursor().instant_and_shift(time("20111230T120000")).1,
            86_400,
            "a day that was left out"
        );
    }

    #[test]
    fn the_ends_of_what_can_be_counted_do_not_panic() {
        for zone in [Zone::utc(), Zone::iana("Europe/Berlin").unwrap(), Zone::iana("Asia/Kolkata").unwrap()] {
            let mut cursor = zone.cursor();
            for seconds in [i64::MIN, i64::MIN + 1, i64::MIN / 2, -1, 0, i64::MAX / 2, i64::MAX - 1, i64::MAX]
            {
                let _ = (cursor.instant(Wall(seconds)), cursor.wall(Instant(seconds)));
            }
        }
    }
}
