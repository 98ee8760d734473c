//! What the VTIMEZONEs of a calendar say of offsets from UTC.
//!
//! [RFC 5545 §3.6.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5)
//!
//! Made when a rule first asks: most objects never compare times of different zones.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use chrono::{Days, NaiveDateTime, TimeDelta};
use ical_model::value::{
    DateOrDateTime, DateTime, Frequency, Leniencies, Recur, RecurPart, Separator, UtcOffset, ValueList,
    ValueRead,
};
use ical_model::{Component, ComponentName, Property, PropertyName};

use super::pattern::Pattern;
use crate::text::text_of;

/// The time zones of one calendar by their TZIDs.
#[derive(Debug)]
pub(crate) struct Zones<'c> {
    zones: BTreeMap<Cow<'c, str>, Zone<'c>>,
    /// How many more times are looked up by stepping back through the days of a rule; afterwards the offsets that the
    /// zone has at all decide, where they can.
    lookups: Cell<u32>,
}

/// How many times of a calendar are looked up exactly.
const LOOKUPS: u32 = 200;

/// How many observances a zone is looked up in exactly.
const OBSERVANCES: usize = 64;

/// The offsets that are in use anywhere, for zones without VTIMEZONE: 12 hours to the west, 14 to the east.
const ANYWHERE: (i64, i64) = (-12 * 3600, 14 * 3600);

impl<'c> Zones<'c> {
    /// Reads the VTIMEZONEs of a VCALENDAR; the first of a TZID counts.
    pub(crate) fn new(calendar: Component<'c>) -> Self {
        let mut zones = BTreeMap::new();
        for component in calendar.components_named(&ComponentName::VTimeZone) {
            if let Some(tzid) = component.properties_named(&PropertyName::TzId).next().and_then(text_of) {
                zones.entry(tzid).or_insert(Zone {
                    component,
                    first_onset: OnceCell::new(),
                    offsets: OnceCell::new(),
                });
            }
        }
        Self { zones, lookups: Cell::new(LOOKUPS) }
    }

    /// The first onset of the zone; None when it has none that can be read.
    pub(crate) fn first_onset(&self, tzid: &str) -> Option<NaiveDateTime> {
        let zone = self.zones.get(tzid)?;
        *zone.first_onset.get_or_init(|| {
            let starts = observances(zone.component).filter_map(|observance| {
                let start = observance.properties_named(&PropertyName::DtStart).next()?;
                read::<DateOrDateTime>(start).map(|start| start.local())
            });
            starts.min()
        })
    }

    /// The earliest and the latest moment in UTC that a value may be. One in UTC is itself, a DATE or a floating time
    /// is taken as if it were in UTC.
    pub(crate) fn utc(&self, value: &DateOrDateTime) -> (NaiveDateTime, NaiveDateTime) {
        let local = value.local();
        let Some(tzid) = value.tzid() else { return (local, local) };
        let (least, greatest) = match self.zones.get(tzid.as_str()) {
            Some(zone) => {
                let offsets = zone.offsets.get_or_init(|| Offsets::new(zone.component));
                match offsets.at(local, &self.lookups) {
                    Some(offset) => (offset, offset),
                    None => offsets.range.unwrap_or(ANYWHERE),
                }
            }
            None => ANYWHERE,
        };
        (moved(local, -greatest), moved(local, -least))
    }

    /// Which of two values is earlier; None where it depends on where one is, or on a zone that is not known well
    /// enough.
    pub(crate) fn compare(&self, one: &DateOrDateTime, other: &DateOrDateTime) -> Option<Ordering> {
        let (one, other) = (self.utc(one), self.utc(other));
        if one.0 == one.1 && one == other {
            Some(Ordering::Equal)
        } else if one.1 < other.0 {
            Some(Ordering::Less)
        } else {
            (one.0 > other.1).then_some(Ordering::Greater)
        }
    }
}

/// Which of two values is earlier, as far as their forms let them be compared (§3.3.5): two dates, two floating times,
/// two moments. The zones are asked for only where the two are in different ones.
pub(crate) fn compare<'z, 'c: 'z>(
    one: &DateOrDateTime,
    other: &DateOrDateTime,
    zones: impl FnOnce() -> &'z Zones<'c>,
) -> Option<Ordering> {
    match (one, other) {
        (DateOrDateTime::Date(one), DateOrDateTime::Date(other)) => Some(one.cmp(other)),
        (DateOrDateTime::DateTime(one_time), DateOrDateTime::DateTime(other_time)) => {
            if one_time.form() == other_time.form() {
                let moment = |time: &DateTime| (time.local(), time.is_leap_second());
                return Some(moment(one_time).cmp(&moment(other_time)));
            }
            let floating = |time: &DateTime| !time.is_utc() && time.tzid().is_none();
            match floating(one_time) || floating(other_time) {
                true => None,
                false => zones().compare(one, other),
            }
        }
        _ => None,
    }
}

/// A value as it is written, with its zone: `20270101T090000 in Europe/Vienna`.
pub(crate) fn shown(value: &DateOrDateTime) -> Shown<'_> {
    Shown(value)
}

/// See [`shown`].
#[derive(Debug)]
pub(crate) struct Shown<'v>(&'v DateOrDateTime);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)?;
        self.0.tzid().map_or(Ok(()), |tzid| write!(f, " in {tzid}"))
    }
}

/// A VTIMEZONE, of which no more is read than is asked for.
#[derive(Debug)]
struct Zone<'c> {
    component: Component<'c>,
    first_onset: OnceCell<Option<NaiveDateTime>>,
    offsets: OnceCell<Offsets>,
}

#[derive(Debug)]
struct Offsets {
    observances: Vec<Observance>,
    /// The least and the greatest offset.
    range: Option<(i64, i64)>,
    /// Each observance could be read, and is one whose onsets can be looked up.
    exact: bool,
}

impl Offsets {
    fn new(zone: Component<'_>) -> Self {
        let mut offsets = Self { observances: Vec::new(), range: None, exact: true };
        for component in observances(zone) {
            match Observance::new(component) {
                Some(observance) => {
                    offsets.exact &= observance.exact;
                    for offset in [observance.from, observance.to] {
                        let (least, greatest) = offsets.range.unwrap_or((offset, offset));
                        offsets.range = Some((least.min(offset), greatest.max(offset)));
                    }
                    offsets.observances.push(observance);
                }
                None => offsets.exact = false,
            }
        }
        offsets.exact &= offsets.observances.len() <= OBSERVANCES;
        offsets
    }

    /// The offset at a local time: that of the observance with the latest onset before it.
    fn at(&self, local: NaiveDateTime, lookups: &Cell<u32>) -> Option<i64> {
        if !self.exact {
            return None;
        }
        lookups.set(lookups.get().checked_sub(1)?);
        let onsets = self.observances.iter().filter_map(|of| Some((of.onset_before(local)?, of)));
        match onsets.max_by_key(|(onset, _)| *onset) {
            // A local time that the change leaves out is read with the offset before it (§3.3.5).
            Some((onset, last)) if local < moved(onset, last.to - last.from) => Some(last.from),
            Some((_, last)) => Some(last.to),
            None => self.observances.iter().min_by_key(|observance| observance.start).map(|first| first.from),
        }
    }
}

#[derive(Debug)]
struct Observance {
    start: NaiveDateTime,
    from: i64,
    to: i64,
    rule: Option<Recur>,
    dates: Vec<NaiveDateTime>,
    exact: bool,
}

impl Observance {
    /// None where a property is missing or cannot be read.
    fn new(component: Component<'_>) -> Option<Self> {
        let (mut start, mut from, mut to) = (None, None, None);
        let (mut rule, mut dates, mut exact) = (None, Vec::new(), true);
        for property in component.properties() {
            match property.name() {
                PropertyName::DtStart => start = read::<DateOrDateTime>(property),
                PropertyName::TzOffsetFrom => from = read::<UtcOffset>(property),
                PropertyName::TzOffsetTo => to = read::<UtcOffset>(property),
                PropertyName::RRule => {
                    exact &= rule.is_none();
                    rule = read::<Recur>(property);
                    exact &= rule.as_ref().is_some_and(is_plain);
                }
                PropertyName::RDate => {
                    let text = property.value().ok()?;
                    for (_, item) in ValueList::new(&text, Separator::Comma).flatten() {
                        let value = DateOrDateTime::read(item, &mut Leniencies::empty());
                        exact &= value.is_ok();
                        dates.extend(value.map(|value| value.local()));
                    }
                }
                PropertyName::ExDate => exact = false,
                _ => {}
            }
        }
        let offset = |offset: UtcOffset| i64::from(offset.seconds());
        let (start, from, to) = (start?.local(), offset(from?), offset(to?));
        dates.push(start);
        dates.sort_unstable();
        Some(Self { start, from, to, rule, dates, exact })
    }

    /// The latest onset at or before a local time.
    fn onset_before(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let listed = self.dates.partition_point(|date| *date <= local).checked_sub(1);
        let listed = listed.and_then(|place| self.dates.get(place)).copied();
        let generated = self.rule.as_ref().and_then(|rule| self.generated_before(rule, local));
        listed.max(generated)
    }

    fn generated_before(&self, rule: &Recur, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let pattern = Pattern::new(rule, self.start, false)?;
        let end = match rule.until() {
            Some(DateOrDateTime::DateTime(until)) if until.is_utc() => {
                moved(until.local(), self.from).min(local)
            }
            Some(until) => until.local().min(local),
            None => local,
        };
        let mut date = end.date();
        // Every year has an onset, so that two years hold one.
        for _ in 0..2 * 366 {
            let onset = date.and_time(self.start.time());
            if onset < self.start {
                return None;
            }
            if onset <= end && pattern.day_fits(date) {
                return Some(onset);
            }
            date = date.checked_sub_days(Days::new(1))?;
        }
        None
    }
}

fn observances<'c>(zone: Component<'c>) -> impl Iterator<Item = Component<'c>> {
    let is_observance = |name| matches!(name, ComponentName::Standard | ComponentName::Daylight);
    zone.components().filter(move |component| is_observance(component.name()))
}

/// A rule of the kind that time zones have: each year once, at the time of DTSTART.
fn is_plain(rule: &Recur) -> bool {
    const OTHERS: [RecurPart; 7] = [
        RecurPart::Count,
        RecurPart::Interval,
        RecurPart::BySecond,
        RecurPart::ByMinute,
        RecurPart::ByHour,
        RecurPart::BySetPos,
        RecurPart::Rscale,
    ];
    rule.frequency() == Frequency::Yearly && !OTHERS.into_iter().any(|part| rule.has(part))
}

fn read<T: for<'t> ValueRead<'t>>(property: Property<'_>) -> Option<T> {
    T::read(&property.value().ok()?, &mut Leniencies::empty()).ok()
}

fn moved(local: NaiveDateTime, seconds: i64) -> NaiveDateTime {
    local.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(local)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use ical_model::CalendarStream;
    use ical_model::value::{DateOrDateTime, TzId};

    use super::{Zones, compare};

    const CALENDAR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:NY\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nTZOFFSETFROM:-0500\r\n\
        TZOFFSETTO:-0400\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:20071104T020000\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\n\
        END:VTIMEZONE\r\nBEGIN:VTIMEZONE\r\nTZID:East\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
        TZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
        BEGIN:VTIMEZONE\r\nTZID:Odd\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=DAILY\r\n\
        TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n";

    fn value(text: &str) -> DateOrDateTime {
        match text.split_once(' ') {
            Some((text, zone)) => text.parse::<DateOrDateTime>().unwrap().with_tzid(TzId::from(zone)),
            None => text.parse().unwrap(),
        }
    }

    #[test]
    fn comparisons() {
        let stream = CalendarStream::parse(CALENDAR).unwrap();
        let zones = Zones::new(stream.components().next().unwrap());
        for (why, one, other, expected) in [
            ("dates", "20270101", "20270102", Some(Ordering::Less)),
            ("floating", "20270101T090000", "20270101T090000", Some(Ordering::Equal)),
            ("leap second", "20161231T235959Z", "20161231T235960Z", Some(Ordering::Less)),
            ("a date and a time", "20270101", "20270102T000000Z", None),
            ("floating and UTC", "20270101T090000", "20270105T090000Z", None),
            ("one zone", "20240101T090000 NY", "20240101T080000 NY", Some(Ordering::Greater)),
            ("winter", "20240101T090000 NY", "20240101T140000Z", Some(Ordering::Equal)),
            ("winter", "20240101T090000 NY", "20240101T133000Z", Some(Ordering::Greater)),
            ("summer", "20240701T090000 NY", "20240701T133000Z", Some(Ordering::Less)),
            ("the last of winter", "20240310T015959 NY", "20240310T065959Z", Some(Ordering::Equal)),
            ("in the gap", "20240310T023000 NY", "20240310T073000Z", Some(Ordering::Equal)),
            ("the first of summer", "20240310T030000 NY", "20240310T070000Z", Some(Ordering::Equal)),
            ("the first pass", "20241103T013000 NY", "20241103T053000Z", Some(Ordering::Equal)),
            ("the first of winter", "20241103T020000 NY", "20241103T070000Z", Some(Ordering::Equal)),
            ("before all onsets", "20000101T090000 NY", "20000101T140000Z", Some(Ordering::Equal)),
            ("two zones", "20240101T090000 NY", "20240101T100000 East", Some(Ordering::Greater)),
            ("an unknown zone, far", "20240101T090000 Mars", "20240102T100000Z", Some(Ordering::Less)),
            ("an unknown zone, near", "20240101T090000 Mars", "20240101T100000Z", None),
            ("a rule that is none, near", "20240101T090000 Odd", "20240101T083000Z", None),
            ("a rule that is none, far", "20240101T090000 Odd", "20240101T075959Z", Some(Ordering::Greater)),
        ] {
            let got = compare(&value(one), &value(other), || &zones);
            assert_eq!(got, expected, "{why}: {one}, {other}");
        }
    }

    #[test]
    fn lookups_are_bounded() {
        let stream = CalendarStream::parse(CALENDAR).unwrap();
        let zones = Zones::new(stream.components().next().unwrap());
        let (one, other) = (value("20240101T090000 NY"), value("20240101T140000Z"));
        let equal = (0..5000).filter(|_| zones.compare(&one, &other).is_some()).count();
        assert_eq!(equal, 200);
    }
}
