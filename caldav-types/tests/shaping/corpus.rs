//! The calendars of the corpus, expanded and cut.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the test says what was not run.

use std::path::{Path, PathBuf};

use caldav_types::{TimeSpan, UtcDateTime};
use chrono::{TimeDelta, TimeZone, Utc};
use ical_model::Calendar;
use ical_model::recurrence::{Budget, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};

use crate::differential::compare;

fn calendars(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the corpus") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            calendars(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "ics") {
            found.push(path);
        }
    }
}

/// A month from the first start on, one half a year later, and 2027.
fn spans(calendar: &Calendar<'_>, source: &ZoneSource) -> Vec<TimeSpan> {
    let zones = Zones::new(calendar, source);
    let always = Window::utc(.., &Zone::utc());
    let mut budget = Budget::new(100_000, 10);
    let first = RecurrenceSet::all(calendar.components(), &zones, RecurrenceOptions::default())
        .filter_map(|(_, set)| Some(set.ok()?.instances(&always, &mut budget).next()?.ok()?.start_utc()))
        .next();
    let year = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
    let month = |from| [from, from + TimeDelta::days(30)];
    let mut spans = vec![[year(2027), year(2028)]];
    if let Some(first) = first {
        spans.push(month(first - TimeDelta::hours(5)));
        spans.push(month(first + TimeDelta::days(181)));
    }
    let ends = spans.into_iter().map(|ends| ends.map(UtcDateTime));
    ends.filter_map(|[start, end]| TimeSpan::new(start, end).ok()).collect()
}

#[test]
fn expanded_calendars_have_the_same_instances() {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: the calendars of `ics` and `expand` were not expanded");
        return;
    };
    let mut files = Vec::new();
    for folder in ["ics", "expand"] {
        calendars(&PathBuf::from(&corpus).join(folder), &mut files);
    }
    files.sort();
    let source = ZoneSource::new();
    let berlin = Zone::iana("Europe/Berlin").expect("a zone");
    let (mut read, mut expanded, mut instances) = (0, 0, 0);
    for file in &files {
        let bytes = std::fs::read(file).expect("a file of the corpus");
        let Ok(calendar) = Calendar::parse(&bytes) else { continue };
        read += 1;
        let name = file.display().to_string();
        for span in spans(&calendar, &source) {
            for floating in [Zone::utc(), berlin.clone()] {
                if let Some(count) = compare(&calendar, &source, span, &floating, &name) {
                    expanded += 1;
                    instances += count;
                }
            }
        }
    }
    eprintln!("{read} calendars of {} files, {expanded} expansions, {instances} instances", files.len());
    assert!(read > 1_000 && expanded > 2_000 && instances > 10_000, "{read} {expanded} {instances}");
}
