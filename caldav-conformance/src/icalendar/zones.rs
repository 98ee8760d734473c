//! Which moments the times of a calendar are.
//!
//! [RFC 5545 §3.6.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5)
//!
//! Made when a rule first asks: most objects never compare times of different zones.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use chrono::{NaiveDateTime, TimeDelta};
use ical_model::time_zone::{self, ZoneSource};
use ical_model::value::{DateOrDateTime, DateTime, Leniencies, ValueRead};
use ical_model::{Component, ComponentName, PropertyName};

use crate::text::text_of;

/// The time zones of one calendar.
#[derive(Debug)]
pub(crate) struct Zones<'c> {
    definitions: BTreeMap<Cow<'c, str>, Definition<'c>>,
    zones: time_zone::Zones<'c>,
}

/// The offsets that are in use anywhere, for zones that nobody defines: 12 hours to the west, 14 to the east.
const ANYWHERE: (i64, i64) = (-12 * 3600, 14 * 3600);

impl<'c> Zones<'c> {
    /// Those that the VTIMEZONEs of a VCALENDAR define, the first of a TZID, and those of a source.
    pub(crate) fn new(calendar: Component<'c>, source: &'c ZoneSource) -> Self {
        let mut definitions = BTreeMap::new();
        for component in calendar.components_named(&ComponentName::VTimeZone) {
            if let Some(tzid) = component.properties_named(&PropertyName::TzId).next().and_then(text_of) {
                definitions.entry(tzid).or_insert(Definition { component, first_onset: OnceCell::new() });
            }
        }
        Self { definitions, zones: time_zone::Zones::of_component(calendar, source) }
    }

    /// Which zone a TZID means.
    pub(crate) fn of_calendar(&self) -> &time_zone::Zones<'c> {
        &self.zones
    }

    /// The first onset of a zone that the calendar defines; None when it has none that can be read.
    pub(crate) fn first_onset(&self, tzid: &str) -> Option<NaiveDateTime> {
        let definition = self.definitions.get(tzid)?;
        *definition.first_onset.get_or_init(|| {
            let starts = observances(definition.component).filter_map(|observance| {
                let start = observance.properties_named(&PropertyName::DtStart).next()?;
                let start = DateOrDateTime::read(&start.value().ok()?, &mut Leniencies::empty()).ok()?;
                Some(start.local())
            });
            starts.min()
        })
    }

    /// The earliest and the latest moment in UTC that a value may be. One in UTC is itself, a DATE or a floating time
    /// is taken as if it were in UTC.
    pub(crate) fn utc(&self, value: &DateOrDateTime) -> (NaiveDateTime, NaiveDateTime) {
        let local = value.local();
        let Some(tzid) = value.tzid() else { return (local, local) };
        match self.zones.zone(tzid) {
            Ok(zone) => {
                let utc = zone.to_utc(local).naive_utc();
                (utc, utc)
            }
            Err(_) => (moved(local, -ANYWHERE.1), moved(local, -ANYWHERE.0)),
        }
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
struct Definition<'c> {
    component: Component<'c>,
    first_onset: OnceCell<Option<NaiveDateTime>>,
}

fn observances<'c>(zone: Component<'c>) -> impl Iterator<Item = Component<'c>> {
    let is_observance = |name| matches!(name, ComponentName::Standard | ComponentName::Daylight);
    zone.components().filter(move |component| is_observance(component.name()))
}

fn moved(local: NaiveDateTime, seconds: i64) -> NaiveDateTime {
    local.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(local)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use ical_model::CalendarStream;
    use ical_model::time_zone::ZoneSource;
    use ical_model::value::{DateOrDateTime, TzId};

    use super::{Zones, compare};

    const CALENDAR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:NY\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nTZOFFSETFROM:-0500\r\n\
        TZOFFSETTO:-0400\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:20071104T020000\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\n\
        END:VTIMEZONE\r\nBEGIN:VTIMEZONE\r\nTZID:East\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
        TZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
        BEGIN:VTIMEZONE\r\nTZID:Odd\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=DAILY\r\n\
        TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
        BEGIN:VTIMEZONE\r\nTZID:Void\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n";

    fn value(text: &str) -> DateOrDateTime {
        match text.split_once(' ') {
            Some((text, zone)) => text.parse::<DateOrDateTime>().unwrap().with_tzid(TzId::from(zone)),
            None => text.parse().unwrap(),
        }
    }

    #[test]
    fn comparisons() {
        let stream = CalendarStream::parse(CALENDAR).unwrap();
        let source = ZoneSource::empty();
        let zones = Zones::new(stream.components().next().unwrap(), &source);
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
            ("onsets each day, near", "20240101T090000 Odd", "20240101T083000Z", None),
            ("a zone without an offset, near", "20240101T090000 Void", "20240101T083000Z", None),
        ] {
            let got = compare(&value(one), &value(other), || &zones);
            assert_eq!(got, expected, "{why}: {one}, {other}");
        }
    }
}
