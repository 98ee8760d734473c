//! The busy time of a range, gathered from many calendars.
//!
//! [RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10),
//! [RFC 7953 §5](https://www.rfc-editor.org/rfc/rfc7953#section-5)

use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::BusyPeriod;
use super::availability::Levels;
use super::busy_types::BusyTypes;
use crate::parameter::FbType;
use crate::recurrence::RecurrenceOptions;
use crate::time_zone::{Instant, Zone};

/// The busy time of a range of time.
///
/// What takes up time is added, from one calendar or from many, in any order; what comes out is ascending, merged
/// where it overlaps or touches, and each second has one type, the strongest that was given for it: BUSY, then
/// BUSY-UNAVAILABLE, then BUSY-TENTATIVE (RFC 7953 §4). It takes the memory of what comes out, not of what was
/// added.
///
/// ```
/// use ical_model::free_busy::{BusyPeriod, BusyTime};
/// use ical_model::parameter::FbType;
/// use ical_model::time_zone::Zone;
///
/// let range = "2027-01-02T08:00:00Z".parse()?.."2027-01-02T18:00:00Z".parse()?;
/// let mut busy = BusyTime::new(range, &Zone::utc());
/// for (start, end, kind) in [
///     ("2027-01-02T09:00:00Z", "2027-01-02T10:00:00Z", FbType::BusyTentative),
///     ("2027-01-02T09:30:00Z", "2027-01-02T11:00:00Z", FbType::Busy),
///     ("2027-01-02T11:00:00Z", "2027-01-02T12:00:00Z", FbType::Busy),
/// ] {
///     busy.add(&BusyPeriod { start: start.parse()?, end: end.parse()?, kind });
/// }
/// let periods: Vec<String> = busy
///     .periods()
///     .map(|period| format!("{} {} {}", period.start.format("%H:%M"), period.end.format("%H:%M"), period.kind))
///     .collect();
/// assert_eq!(periods, ["09:00 09:30 BUSY-TENTATIVE", "09:30 12:00 BUSY"]);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct BusyTime {
    pub(super) range: Range<Instant>,
    pub(super) floating: Zone,
    pub(super) options: RecurrenceOptions,
    /// What events and published busy time take up.
    taken: BusyTypes,
    /// What availability leaves open and takes up.
    pub(super) availability: Levels,
}

impl BusyTime {
    /// A range in which nothing is taken up yet; days and floating times are those of the zone `floating`.
    ///
    /// The range is cut to the years 0 to 9999, beyond which nothing can be written.
    #[must_use]
    pub fn new(range: Range<DateTime<Utc>>, floating: &Zone) -> Self {
        let within = |time: DateTime<Utc>| Instant::from(time.clamp(first(), last()));
        Self {
            range: within(range.start)..within(range.end),
            floating: floating.clone(),
            options: RecurrenceOptions::default(),
            taken: BusyTypes::default(),
            availability: Levels::default(),
        }
    }

    /// The same with other readings of recurrence rules.
    #[must_use]
    pub fn with_options(self, options: RecurrenceOptions) -> Self {
        Self { options, ..self }
    }

    /// The range.
    #[must_use]
    pub fn range(&self) -> Range<DateTime<Utc>> {
        utc(self.range.start)..utc(self.range.end)
    }

    /// Adds a period, as far as it lies in the range.
    pub fn add(&mut self, period: &BusyPeriod) {
        self.take(Instant::from(period.start)..Instant::from(period.end), &period.kind);
    }

    /// What is taken up: ascending, no period overlaps another, and none touches another of its type.
    pub fn periods(&self) -> impl Iterator<Item = BusyPeriod> {
        let mut periods: Vec<BusyPeriod> = self
            .strongest()
            .iter()
            .flat_map(|(kind, spans)| {
                spans.iter().map(move |span| BusyPeriod {
                    start: utc(span.start),
                    end: utc(span.end),
                    kind: kind.clone(),
                })
            })
            .collect();
        periods.sort_unstable_by_key(|period| period.start);
        periods.into_iter()
    }

    /// Takes up a span, as far as it lies in the range.
    pub(super) fn take(&mut self, span: Range<Instant>, kind: &FbType) {
        self.taken.add(self.clip(span), kind);
    }

    /// The part of a span that lies in the range.
    pub(super) fn clip(&self, span: Range<Instant>) -> Range<Instant> {
        span.start.max(self.range.start)..span.end.min(self.range.end)
    }

    /// Every second of its strongest type.
    pub(super) fn strongest(&self) -> BusyTypes {
        let mut all = self.availability.busy(&self.range);
        all.add_all(&self.taken);
        all.strongest()
    }
}

/// The moment; those of the range are within what chrono can count.
pub(super) fn utc(instant: Instant) -> DateTime<Utc> {
    instant.utc().unwrap_or_else(last)
}

fn first() -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(0, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN).and_utc()
}

fn last() -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(9999, 12, 31)
        .and_then(|day| day.and_hms_opt(23, 59, 59))
        .unwrap_or_default()
        .and_utc()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KINDS: [FbType; 4] = [FbType::Free, FbType::BusyTentative, FbType::BusyUnavailable, FbType::Busy];

    fn busy_time(range: Range<i64>) -> BusyTime {
        BusyTime::new(utc(Instant(range.start))..utc(Instant(range.end)), &Zone::utc())
    }

    fn period(start: i64, end: i64, kind: FbType) -> BusyPeriod {
        BusyPeriod { start: utc(Instant(start)), end: utc(Instant(end)), kind }
    }

    #[test]
    fn periods_are_merged_by_type() {
        let other = || FbType::Other("X-HOLIDAY".to_owned());
        for (section, given, expected) in [
            (
                "4791 §7.10 overlapping of one type",
                vec![period(1, 5, FbType::Busy), period(3, 9, FbType::Busy)],
                vec![period(1, 9, FbType::Busy)],
            ),
            (
                "4791 §7.10 consecutive",
                vec![period(5, 9, FbType::Busy), period(1, 5, FbType::Busy)],
                vec![period(1, 9, FbType::Busy)],
            ),
            (
                "4791 §7.10 consecutive of two types",
                vec![period(5, 9, FbType::BusyTentative), period(1, 5, FbType::Busy)],
                vec![period(1, 5, FbType::Busy), period(5, 9, FbType::BusyTentative)],
            ),
            (
                "7953 §4 the stronger",
                vec![
                    period(1, 9, FbType::BusyTentative),
                    period(2, 8, FbType::BusyUnavailable),
                    period(4, 5, FbType::Busy),
                ],
                vec![
                    period(1, 2, FbType::BusyTentative),
                    period(2, 4, FbType::BusyUnavailable),
                    period(4, 5, FbType::Busy),
                    period(5, 8, FbType::BusyUnavailable),
                    period(8, 9, FbType::BusyTentative),
                ],
            ),
            ("5545 §3.2.9 unknown", vec![period(1, 5, other())], vec![period(1, 5, FbType::Busy)]),
            (
                "5545 §3.2.9 free",
                vec![period(1, 5, FbType::Busy), period(2, 3, FbType::Free)],
                vec![period(1, 5, FbType::Busy)],
            ),
            ("no time", vec![period(5, 5, FbType::Busy), period(7, 6, FbType::Busy)], vec![]),
            (
                "clipped",
                vec![period(-5, 2, FbType::Busy), period(9, 12, FbType::Busy), period(12, 13, FbType::Busy)],
                vec![period(0, 2, FbType::Busy), period(9, 10, FbType::Busy)],
            ),
        ] {
            let mut busy = busy_time(0..10);
            given.iter().for_each(|period| busy.add(period));
            assert_eq!(busy.periods().collect::<Vec<_>>(), expected, "{section}");
        }
    }

    #[test]
    fn a_range_without_end_is_one_that_can_be_written() {
        let busy = BusyTime::new(DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC, &Zone::utc());
        assert_eq!(busy.range(), first()..last());
        let mut backwards = busy_time(Range { start: 5, end: 0 });
        backwards.add(&period(0, 9, FbType::Busy));
        assert_eq!(backwards.periods().count(), 0);
    }

    proptest! {
        #[test]
        fn every_second_has_its_strongest_type(
            given in proptest::collection::vec((-10_i64..60, -2_i64..20, 0_usize..4), 0..24),
        ) {
            let mut busy = busy_time(0..50);
            for (start, length, kind) in &given {
                busy.add(&period(*start, start + length, KINDS[*kind].clone()));
            }
            let periods: Vec<_> = busy.periods().collect();
            for pair in periods.windows(2) {
                prop_assert!(pair[0].end < pair[1].start || pair[0].end == pair[1].start && pair[0].kind != pair[1].kind);
            }
            for second in -10..60 {
                let strongest = given
                    .iter()
                    .filter(|(start, length, _)| (0..50).contains(&second) && (*start..start + length).contains(&second))
                    .map(|(_, _, kind)| *kind)
                    .max()
                    .unwrap_or(0);
                let at = utc(Instant(second));
                let found = periods.iter().find(|period| (period.start..period.end).contains(&at));
                let found = found.map_or(FbType::Free, |period| period.kind.clone());
                prop_assert_eq!(&found, &KINDS[strongest], "second {}", second);
            }
        }
    }
}
