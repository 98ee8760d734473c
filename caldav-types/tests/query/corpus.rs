//! The calendars of the corpus, named by `CALDAV_CORPUS`; without it the tests say what was not run.

use std::path::{Path, PathBuf};

use caldav_types::filter::{CompFilter, MatchType, TextMatch};
use caldav_types::query::{IndexRecord, QueryOptions};
use caldav_types::{TimeRange, UtcDateTime};
use chrono::{DateTime, TimeDelta, Utc};
use ical_model::Calendar;
use ical_model::recurrence::{Budget, RecurrenceOptions, UnknownZone};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::value::DateOrDateTime;
use serde_json::Value;

use crate::ask::{comp, filter, prop};

fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("CALDAV_CORPUS");
    if corpus.is_none() {
        eprintln!("CALDAV_CORPUS is not set: the calendars of the corpus were not run");
    }
    corpus.map(PathBuf::from)
}

fn options() -> QueryOptions {
    QueryOptions::default().with_recurrence(readings())
}

/// The corpus reads times in a zone that nobody defines as floating.
fn readings() -> RecurrenceOptions {
    RecurrenceOptions::default().with_unknown_zone(UnknownZone::Float)
}

fn between(start: DateTime<Utc>, end: DateTime<Utc>) -> TimeRange {
    TimeRange::new(Some(UtcDateTime(start)), Some(UtcDateTime(end))).unwrap()
}

/// Events of a UID that overlap a range.
fn events(uid: &str, range: TimeRange) -> CompFilter {
    let uid = TextMatch { match_type: MatchType::Equals, ..TextMatch::new(uid) };
    comp("VEVENT").with_prop_filter(prop("UID").with_text_match(uid)).with_time_range(range)
}

/// The moments of an instance of a case, floating times and days read as UTC.
fn moments(row: &Value) -> (DateTime<Utc>, DateTime<Utc>) {
    let moment = |name: &str| {
        let text = row[format!("{name}_utc")].as_str().or_else(|| row[name].as_str()).unwrap();
        text.parse::<DateOrDateTime>().unwrap().local().and_utc()
    };
    (moment("start"), moment("end"))
}

/// An object matches a second in which an instance is, and none in which there is no instance.
#[test]
fn instances_of_the_corpus() {
    let Some(root) = corpus() else { return };
    let source = ZoneSource::new();
    let reviewed = reviewed();
    let (mut asked, mut cases, mut wrong) = (0, 0, Vec::new());
    for path in files(&root.join("expand"), "jsonl") {
        if path.ends_with("alarms.jsonl") {
            continue;
        }
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let has_flag = |flag| case["flags"].as_array().unwrap().iter().any(|found| found == flag);
            let is_settled = case["disputed"] == false || case["verdict"] == "expect-right";
            if !is_settled || has_flag("x-wr-timezone") || reviewed.iter().any(|id| case["id"] == *id) {
                continue;
            }
            let bytes = std::fs::read(root.join(case["file"].as_str().unwrap())).unwrap();
            let Ok(calendar) = Calendar::parse(&bytes) else { continue };
            let zones = Zones::new(&calendar, &source);
            cases += 1;
            let rows: Vec<&Value> = case["expect"].as_array().unwrap().iter().collect();
            let rows: Vec<&Value> = rows
                .into_iter()
                .filter(|row| row["component"].as_str().is_none_or(|name| name == "VEVENT"))
                .filter(|row| row["uid"].is_string())
                .collect();
            for row in rows.iter().take(50) {
                let uid = row["uid"].as_str().unwrap();
                let (start, end) = moments(row);
                let mut probes = vec![(between(start, start + TimeDelta::seconds(1)), true)];
                // Beside it, where none of the others of its UID is. At the ends of the window there may be more.
                let others: Vec<_> =
                    rows.iter().filter(|row| row["uid"] == uid).map(|row| moments(row)).collect();
                let (first, last) = (others.iter().map(|it| it.0).min(), others.iter().map(|it| it.1).max());
                for probe in [start - TimeDelta::seconds(60), end + TimeDelta::seconds(60)] {
                    let is_free = others.iter().all(|(start, end)| probe < *start || probe >= *end)
                        && others.iter().all(|(start, _)| *start != probe);
                    if is_free && Some(probe) > first && Some(probe) < last {
                        probes.push((between(probe, probe + TimeDelta::seconds(1)), false));
                    }
                }
                for (range, expected) in probes {
                    asked += 1;
                    let plan = filter(events(uid, range)).compile(&options()).unwrap();
                    let got = plan.matches(&calendar, &zones, &Zone::utc(), &mut Budget::default());
                    if got != Ok(expected) {
                        wrong.push(format!("{} {uid} {range:?}: {got:?}, not {expected}", case["id"]));
                    }
                }
            }
        }
    }
    eprintln!("{asked} questions in {cases} cases");
    assert!(cases > 400, "{cases} cases");
    assert!(wrong.is_empty(), "{} of {asked} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The cases in which ical-model differs from the corpus, each reviewed there.
fn reviewed() -> Vec<String> {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../ical-model/spec/expand-reviewed.csv");
    csv::Reader::from_path(table).unwrap().records().map(|row| row.unwrap()[0].to_owned()).collect()
}

/// What matches is admitted by the index, for every calendar there is.
#[test]
fn an_index_leaves_nothing_out() {
    let Some(root) = corpus() else { return };
    let source = ZoneSource::new();
    let (mut asked, mut matched, mut left_out) = (0, 0, 0);
    let zones = ["UTC", "Pacific/Kiritimati", "Etc/GMT+12", "America/New_York"];
    let floating: Vec<Zone> = zones.iter().map(|name| Zone::iana(name).unwrap()).collect();
    let mut plans = Vec::new();
    for (year, month, days) in [(1997, 9, 1), (2006, 1, 31), (2013, 3, 7), (2019, 6, 400), (2030, 1, 31)] {
        let start =
            chrono::NaiveDate::from_ymd_opt(year, month, 2).unwrap().and_hms_opt(9, 30, 0).unwrap().and_utc();
        let range = between(start, start + TimeDelta::days(days));
        for name in ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"] {
            plans.push(comp(name).with_time_range(range));
        }
        for name in ["VEVENT", "VTODO"] {
            plans.push(comp(name).with_comp_filter(comp("VALARM").with_time_range(range)));
        }
    }
    plans.push(comp("VEVENT").with_prop_filter(prop("UID").with_text_match(TextMatch::new("a"))));
    let plans: Vec<_> = plans.into_iter().map(|plan| filter(plan).compile(&options()).unwrap()).collect();
    for path in files(&root.join("ics"), "ics") {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(calendar) = Calendar::parse(&bytes) else { continue };
        let zones = Zones::new(&calendar, &source);
        let mut budget = Budget::new(100_000, 10_000);
        let record = IndexRecord::with_options(&calendar, &zones, &mut budget, readings());
        for plan in &plans {
            let admitted = plan.prefilter().admits(&record);
            for floating in &floating {
                asked += 1;
                let mut budget = Budget::new(20_000, 2_000);
                let matches = plan.matches(&calendar, &zones, floating, &mut budget) == Ok(true);
                matched += usize::from(matches);
                left_out += usize::from(!admitted);
                assert!(!matches || admitted, "{}: {record:?} {:?}", path.display(), plan.prefilter());
            }
        }
    }
    eprintln!("{asked} questions, {matched} match, {left_out} were left out");
    assert!(matched > 1_000 && left_out > asked / 2);
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
