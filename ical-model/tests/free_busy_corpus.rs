//! Alarms and busy time of every calendar of the corpus: in order, within their window and within the budget.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the test says how many cases were not run.

#![cfg(feature = "tzdb")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::path::Path;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use ical_model::free_busy::{BusyTime, FreeBusyError};
use ical_model::recurrence::{Alarms, Budget, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName};

/// Files listed by `ics/manifest.csv`.
const FILES: usize = 1_614;

#[test]
fn every_calendar_has_busy_time_and_alarms_in_order() {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {FILES} cases were not run");
        return;
    };
    let root = Path::new(&corpus).join("ics");
    let mut manifest = csv::Reader::from_path(root.join("manifest.csv")).expect("the manifest can be read");
    let source = ZoneSource::new();
    let floating = Zone::iana("America/New_York").expect("a zone");
    let (mut files, mut periods, mut triggers) = (0, 0, 0);
    for record in manifest.records() {
        let path = record.expect("a row")[0].to_owned();
        files += 1;
        let bytes = std::fs::read(root.join(&path)).expect("a file of the manifest");
        let Ok(calendar) = Calendar::parse(&bytes) else { continue };
        let zones = Zones::new(&calendar, &source);
        let range = window_of(&calendar);
        let mut busy = BusyTime::new(range.clone(), &floating);
        match busy.add_calendar(&calendar, &zones, &mut Budget::new(1_000_000, 50_000)) {
            Ok(()) | Err(FreeBusyError::Recurrence(_)) => {}
            Err(error) => assert!(is_endless_and_dense(&bytes), "{path}: {error}"),
        }
        periods += check_periods(&path, &busy);
        let window = Window::utc(range.clone(), &floating);
        for (_, set) in RecurrenceSet::all(calendar.components(), &zones, RecurrenceOptions::default()) {
            let Ok(set) = set else { continue };
            let mut budget = Budget::new(1_000_000, 50_000);
            let alarms = Alarms::of(&set);
            let mut last = range.start;
            for trigger in alarms.within(&window).triggers(&mut budget) {
                let at = trigger.unwrap_or_else(|error| panic!("{path}: {error}")).at;
                assert!(range.contains(&at) && last <= at, "{path}: {at} after {last}");
                last = at;
                triggers += 1;
            }
        }
    }
    assert_eq!(files, FILES);
    assert!(periods > 500, "{periods} periods");
    assert!(triggers > 100, "{triggers} triggers");
}

/// Only rules that give an instance a minute or a second have more of them than the budget.
fn is_endless_and_dense(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.contains("FREQ=MINUTELY") || text.contains("FREQ=SECONDLY")
}

/// Two years from the start of its first event or to-do.
fn window_of(calendar: &Calendar<'_>) -> std::ops::Range<DateTime<Utc>> {
    let year = calendar
        .components()
        .filter(|component| !component.is(&ComponentName::VTimeZone))
        .find_map(|component| component.property::<ical_model::property::DtStart>().ok().flatten())
        .map_or(2006, |start| chrono::Datelike::year(&start.value.date().naive()));
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a year").and_time(NaiveTime::MIN).and_utc();
    day(year)..day(year + 2)
}

fn check_periods(path: &str, busy: &BusyTime) -> usize {
    let periods: Vec<_> = busy.periods().collect();
    let range = busy.range();
    for period in &periods {
        assert!(period.start < period.end, "{path}: {period:?}");
        assert!(range.start <= period.start && period.end <= range.end, "{path}: {period:?}");
    }
    for pair in periods.windows(2) {
        let apart = pair[0].end < pair[1].start;
        let touching = pair[0].end == pair[1].start && pair[0].kind != pair[1].kind;
        assert!(apart || touching, "{path}: {pair:?}");
    }
    periods.len()
}
