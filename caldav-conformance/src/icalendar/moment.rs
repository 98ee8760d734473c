//! DATE, DATE-TIME and PERIOD values beside their time zone.
//!
//! [RFC 5545 §3.2.19](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.19),
//! [§3.3.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5)
//!
//! TZID beside a DATE is seen often and means nothing there, so it is a note unless the check is strict.

use chrono::{Datelike, Timelike};
use ical_model::Property;
use ical_model::value::{DateOrDateTime, DateTime, Period, PeriodEnd};

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::reader::Reading;
use super::tally::PropertySlot;

/// Checks one moment. `zone` says whether TZID stands on the line.
#[inline]
pub(crate) fn check<'c>(
    inspection: &mut Inspection<'c>,
    reading: Reading<'_, 'c>,
    offset: usize,
    value: &DateOrDateTime,
    zone: bool,
) {
    check_zone(inspection, reading.property, offset, value, zone);
}

/// Checks the start and the end of one period.
pub(crate) fn check_period<'c>(
    inspection: &mut Inspection<'c>,
    reading: Reading<'_, 'c>,
    offset: usize,
    period: &Period,
    zone: bool,
) {
    let Reading { property, slot, .. } = reading;
    let end = match period.end() {
        PeriodEnd::DateTime(end) => Some(end),
        PeriodEnd::Duration(_) => None,
    };
    let start = period.start();
    if zone && (start.is_utc() || end.is_some_and(DateTime::is_utc)) {
        inspection.report(&ZONE_ON_UTC, Place::Value(property, offset), || {
            format!("{} has TZID and a period in UTC", property.name())
        });
    }
    for moment in [Some(start), end].into_iter().flatten() {
        check_leap_second(inspection, property, offset, moment);
    }
    if slot == PropertySlot::FreeBusy && !(start.is_utc() && end.is_none_or(DateTime::is_utc)) {
        inspection.report(&FREEBUSY_UTC, Place::Value(property, offset), || {
            format!("FREEBUSY has the period {period}, which is not in UTC")
        });
    }
}

/// Checks one moment of any property.
#[inline]
pub(crate) fn check_zone<'c>(
    inspection: &mut Inspection<'c>,
    property: Property<'c>,
    offset: usize,
    value: &DateOrDateTime,
    zone: bool,
) {
    match value {
        DateOrDateTime::Date(date) => {
            if zone {
                inspection.tolerate(
                    &ZONE_ON_DATE,
                    &ZONE_ON_DATE_IGNORED,
                    Place::Value(property, offset),
                    || format!("{} has TZID and the date {date}", property.name()),
                );
            }
        }
        DateOrDateTime::DateTime(moment) => {
            if zone && moment.is_utc() {
                inspection.report(&ZONE_ON_UTC, Place::Value(property, offset), || {
                    format!("{} has TZID and {moment}, which is in UTC", property.name())
                });
            }
            check_leap_second(inspection, property, offset, moment);
        }
    }
}

/// A leap second is the last second of a June or December in UTC (RFC 5545 section 3.3.5 names no other), so of a
/// local time only its minute can be judged: offsets from UTC are taken to be whole quarters of an hour.
#[inline]
fn check_leap_second<'c>(
    inspection: &mut Inspection<'c>,
    property: Property<'c>,
    offset: usize,
    moment: &DateTime,
) {
    if !moment.is_leap_second() {
        return;
    }
    let local = moment.local();
    let possible = if moment.is_utc() {
        (local.hour(), local.minute()) == (23, 59)
            && matches!((local.month(), local.day()), (6, 30) | (12, 31))
    } else {
        local.minute() % 15 == 14
    };
    if !possible {
        inspection.report(&LEAP_SECOND, Place::Value(property, offset), || {
            format!("{} has {moment}, which is no leap second", property.name())
        });
    }
}

rules! {
    ZONE_ON_DATE = "tzid-on-date", Must, "RFC 5545" "3.2.19", ["5545-3.2.19-04"], ValidCalendarData,
        "TZID does not stand on a DATE", "remove TZID";
    ZONE_ON_DATE_IGNORED = "tzid-on-date-ignored", Note, "RFC 5545" "3.2.19", ["5545-3.2.19-04"], -,
        "TZID means nothing on a DATE", "remove TZID";
    ZONE_ON_UTC = "tzid-on-utc", Must, "RFC 5545" "3.2.19", ["5545-3.2.19-05"], ValidCalendarData,
        "TZID does not stand on a time in UTC", "remove TZID, or write the local time without \"Z\"";
    LEAP_SECOND = "leap-second", Must, "RFC 5545" "3.3.5", ["5545-3.3.5-06"], -,
        "second 60 stands for a leap second only", "write another second";
    FREEBUSY_UTC = "freebusy-utc", Must, "RFC 5545" "3.8.2.6", ["5545-3.8.2.6-01"], ValidCalendarData,
        "the periods of FREEBUSY are in UTC", "convert the times to UTC, with \"Z\" at their ends";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{found_strictly, in_component, in_event, keeps_and_breaks};

    #[test]
    fn zones_and_leap_seconds() {
        keeps_and_breaks(&[
            (
                "tzid-on-date-ignored",
                &in_event("EXDATE;VALUE=DATE:20270101"),
                &in_event("EXDATE;TZID=A;VALUE=DATE:20270101"),
            ),
            (
                "tzid-on-utc",
                &in_event("EXDATE;TZID=A:20270101T000000"),
                &in_event("EXDATE;TZID=A:20270101T000000,20270102T000000Z"),
            ),
            (
                "tzid-on-utc",
                &in_event("RDATE;TZID=A;VALUE=PERIOD:20270101T000000/PT1H"),
                &in_event("RDATE;TZID=A;VALUE=PERIOD:20270101T000000Z/PT1H"),
            ),
            ("leap-second", &in_event("EXDATE:20161231T235960Z"), &in_event("EXDATE:20161231T225960Z")),
            ("leap-second", &in_event("EXDATE:20170101T005960"), &in_event("EXDATE:20170101T005860")),
            (
                "freebusy-utc",
                &in_component("VFREEBUSY", "FREEBUSY:20270101T000000Z/PT1H"),
                &in_component("VFREEBUSY", "FREEBUSY:20270101T000000/PT1H"),
            ),
        ]);
        let strict = found_strictly(in_event("EXDATE;TZID=A;VALUE=DATE:20270101").as_bytes());
        assert!(strict.violations.must().any(|violation| violation.rule().id() == "tzid-on-date"));
    }
}
