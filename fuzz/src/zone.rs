//! Time zones that a calendar brings along.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};
use ical_model::property::TzId;
use ical_model::time_zone::{LocalTime, Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName};

/// Any VTIMEZONE gives a zone or an error; of a zone moments and local times lead to each other.
pub fn zone(octets: &[u8]) {
    let Ok(calendar) = Calendar::parse(octets) else { return };
    let source = ZoneSource::empty();
    let zones = Zones::new(&calendar, &source);
    for component in
        calendar.components().filter(|component| component.name() == ComponentName::VTimeZone).take(8)
    {
        let Ok(Some(tzid)) = component.property::<TzId>() else { continue };
        let Ok(zone) = zones.zone(&tzid.value) else { continue };
        for year in [1, 1600, 1901, 1969, 1970, 1996, 2007, 2026, 2037, 2038, 2100, 2500, 9998] {
            let Some(start) = chrono::NaiveDate::from_ymd_opt(year, 1, 1) else { continue };
            probe_year(&zone, start.and_time(chrono::NaiveTime::MIN).and_utc());
        }
    }
}

/// Looks at some days of a year and at its transitions.
fn probe_year(zone: &Zone, start: DateTime<Utc>) {
    for day in 0..13 {
        probe(zone, start + TimeDelta::days(day * 28) + TimeDelta::seconds(day * 3_671));
    }
    let mut before = start;
    for transition in zone.transitions(start..start + TimeDelta::days(366)).take(16) {
        assert!(transition.at >= before, "transitions ascend");
        before = transition.at;
        assert_eq!(zone.offset_at(transition.at), transition.after);
        assert_eq!(zone.offset_at(transition.at - TimeDelta::seconds(1)), transition.before);
        for seconds in [-86_400, -3_601, -3_600, -1_800, -1, 0, 1, 1_800, 3_600, 86_400] {
            probe(zone, transition.at + TimeDelta::seconds(seconds));
        }
    }
}

fn probe(zone: &Zone, moment: DateTime<Utc>) {
    let local = zone.to_local(moment);
    let ahead = i64::from(zone.offset_at(moment).seconds());
    assert_eq!(local, moment.naive_utc() + TimeDelta::seconds(ahead));
    match zone.resolve(local) {
        LocalTime::Single(only) => assert_eq!(only, moment, "{local} is shown once"),
        LocalTime::Fold { first, .. } => {
            assert!(first <= moment, "{local} is shown at {moment}, before the first");
        }
        LocalTime::Gap(_) => panic!("{local} is shown at {moment}, and so not in a gap"),
    }
    for seconds in [-3_600, 0, 3_600] {
        shown(zone, local + TimeDelta::seconds(seconds));
    }
}

/// What clocks show at the moments that a local time has.
fn shown(zone: &Zone, local: NaiveDateTime) {
    match zone.resolve(local) {
        LocalTime::Single(moment) => assert_eq!(zone.to_local(moment), local),
        LocalTime::Fold { first, second } => {
            assert!(first < second);
            assert_eq!((zone.to_local(first), zone.to_local(second)), (local, local));
        }
        LocalTime::Gap(moment) => {
            assert_ne!(zone.to_local(moment), local);
            assert!((moment.year() - local.year()).abs() <= 1);
        }
    }
}
