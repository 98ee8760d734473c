//! One rule, by itself.

use chrono::{DateTime, TimeDelta, Utc};
use ical_model::recurrence::{Budget, Occurrence, Recurrence};
use ical_model::time_zone::Zone;
use ical_model::value::{DateOrDateTime, Recur};

/// A DTSTART, an RRULE and perhaps a TZID in lines: occurrences ascend strictly, a later beginning and a window give
/// what the walk from DTSTART gives there, no more is spent than may be, and the rule is written so that it means the
/// same.
pub fn recur(octets: &[u8]) {
    let Some(recurrence) = read(octets) else { return };
    let walk = spend(&recurrence, OCCURRENCES, 100_000, .., None);
    for (one, other) in walk.iter().zip(walk.iter().skip(1)) {
        assert!(one < other, "{one} before {other}");
    }
    for (place, occurrence) in walk.iter().enumerate().step_by(7) {
        let rest = walk.get(place..).unwrap_or_default();
        follows(&recurrence, *occurrence, rest);
        follows(&recurrence, *occurrence + TimeDelta::seconds(1), rest.get(1..).unwrap_or_default());
        let previous = place.checked_sub(1).and_then(|place| walk.get(place));
        let between =
            previous.map_or(*occurrence - TimeDelta::days(9), |previous| *previous + TimeDelta::seconds(1));
        follows(&recurrence, between, rest);
    }
    for (number, _) in walk.iter().zip(0..5) {
        // Years from DTSTART on, where the walk does not come to: what is sought twice is found twice.
        for years in [1, 30, 400, 7_000] {
            let Some(from) = number.checked_add_signed(TimeDelta::days(366 * years)) else { continue };
            let far = spend(&recurrence, 12, 50_000, from.., None);
            let Some((first, rest)) = far.split_first() else { continue };
            assert!(*first >= from);
            follows(&recurrence, *first, &far);
            follows(&recurrence, *first + TimeDelta::seconds(1), rest);
        }
    }
    if let Some(rest) = walk.get(2..)
        && let [first, .., last] = rest
    {
        let window = spend(&recurrence, OCCURRENCES, 100_000, *first..*last, None);
        assert_eq!(Some(&*window), rest.split_last().map(|(_, rest)| rest), "a window is the walk, cut");
    }
}

/// How many occurrences are looked at.
const OCCURRENCES: usize = 60;

/// From a moment on come these occurrences, as far as the steps suffice.
fn follows(recurrence: &Recurrence, from: DateTime<Utc>, expected: &[DateTime<Utc>]) {
    let got = spend(recurrence, expected.len(), 100_000, from.., Some(expected));
    assert!(expected.starts_with(&got), "from {from}: {got:?}, not {expected:?}");
}

/// The occurrences in a range as far as the budget suffices, which is kept. Where it suffices, all that are expected
/// are there.
fn spend(
    recurrence: &Recurrence,
    number: usize,
    steps: u64,
    range: impl core::ops::RangeBounds<DateTime<Utc>>,
    expected: Option<&[DateTime<Utc>]>,
) -> Vec<DateTime<Utc>> {
    let mut budget = Budget::new(steps, number as u64);
    let mut exceeded = false;
    let mut found = Vec::new();
    let mut occurrences = recurrence.occurrences_between(range, &mut budget);
    for next in occurrences.by_ref() {
        match next.map(|occurrence: Occurrence<'_>| occurrence.utc()) {
            Ok(time) => found.push(time),
            Err(error) => {
                assert!(!exceeded, "nothing comes after an error");
                exceeded = true;
                assert!([steps, number as u64].contains(&error.limit()));
            }
        }
    }
    assert!(found.len() <= number, "not more than the budget");
    assert!(exceeded || expected.is_none_or(|expected| found.len() >= expected.len()), "none is missing");
    found
}

/// The recurrence of these lines; its rule is written and read again.
fn read(octets: &[u8]) -> Option<Recurrence> {
    let mut lines = core::str::from_utf8(octets).ok()?.lines();
    let start: DateOrDateTime = lines.next()?.parse().ok()?;
    let recur: Recur = lines.next()?.parse().ok()?;
    assert_eq!(recur.to_string().parse().as_ref(), Ok(&recur), "written and read again");
    let builder = match lines.next() {
        Some(name) if !start.is_date() => {
            let zone = Zone::iana(name)?;
            Recurrence::builder(start.with_tzid(name.into())).zone(name.into(), zone)
        }
        _ => Recurrence::builder(start),
    };
    builder.rule(recur).build().ok()
}
