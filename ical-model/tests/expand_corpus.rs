//! The instances of the calendars of the corpus (`expand/*.jsonl`).
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the test says how many cases were not run. What differs is
//! listed with its reason in `spec/expand-reviewed.csv`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use ical_model::property::{Status, Summary, Uid};
use ical_model::recurrence::{Budget, Instance, RecurrenceOptions, RecurrenceSet, UnknownZone, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::value::DateOrDateTime;
use ical_model::{CalendarStream, ComponentName};
use serde_json::Value;

/// Lines that do not ask for alarms.
const CASES: usize = 741;

/// Files of lines about instances. `alarms.jsonl` is about something else.
fn cases() -> Option<(PathBuf, Vec<Value>)> {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {CASES} cases were not run");
        return None;
    };
    let root = PathBuf::from(corpus);
    let mut files: Vec<_> = std::fs::read_dir(root.join("expand"))
        .expect("the corpus has a folder expand")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .filter(|path| path.file_name().is_some_and(|name| name != "alarms.jsonl"))
        .collect();
    files.sort();
    let lines = files.iter().flat_map(|path| {
        let text = std::fs::read_to_string(path).expect("a file of the corpus");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect::<Vec<Value>>()
    });
    Some((root, lines.collect()))
}

/// What is compared of an instance.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Row {
    start: String,
    uid: Option<String>,
    end: String,
    start_utc: Option<String>,
    end_utc: Option<String>,
    summary: Option<String>,
    component: String,
    status: Option<String>,
    recurrence_id: Option<String>,
}

fn expected(case: &Value) -> Vec<Row> {
    let mut rows: Vec<Row> = case["expect"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().map(str::to_owned);
            Row {
                start: text("start").expect("a start"),
                uid: text("uid"),
                end: text("end").expect("an end"),
                start_utc: text("start_utc"),
                end_utc: text("end_utc"),
                summary: text("summary"),
                component: text("component").unwrap_or_else(|| "VEVENT".to_owned()),
                status: text("status"),
                recurrence_id: text("recurrence_id"),
            }
        })
        .collect();
    rows.sort();
    rows
}

fn row(instance: &Instance<'_>) -> Row {
    let component = instance.component();
    let utc = |value: &DateOrDateTime, utc: DateTime<Utc>| match value {
        DateOrDateTime::DateTime(time) if time.is_utc() || time.tzid().is_some() => {
            Some(utc.format("%Y%m%dT%H%M%SZ").to_string())
        }
        _ => None,
    };
    Row {
        start: instance.start().to_string(),
        uid: component.property::<Uid>().ok().flatten().map(|uid| uid.value),
        end: instance.end().to_string(),
        start_utc: utc(&instance.start(), instance.start_utc()),
        end_utc: utc(&instance.end(), instance.end_utc()),
        summary: component.property::<Summary>().ok().flatten().map(|summary| summary.value),
        component: component.name().as_str().to_owned(),
        status: component.property::<Status>().ok().flatten().map(|status| status.as_str().to_owned()),
        recurrence_id: instance.recurrence_id().map(|id| id.to_string()),
    }
}

fn window(case: &Value) -> Window {
    let bound = |name: &str| case[name].as_str().expect("a bound").to_owned();
    let local = |text: &str| -> NaiveDateTime { text.parse::<DateOrDateTime>().expect("a bound").local() };
    match (bound("from").strip_suffix('Z'), bound("to").strip_suffix('Z')) {
        (Some(from), Some(to)) => Window::utc(local(from).and_utc()..local(to).and_utc(), &Zone::utc()),
        _ => Window::local(local(&bound("from"))..local(&bound("to"))),
    }
}

/// Our rows, or why there are none.
fn found(root: &Path, case: &Value, source: &ZoneSource) -> Result<Vec<Row>, String> {
    let bytes = std::fs::read(root.join(case["file"].as_str().expect("a file"))).expect("a calendar");
    let stream = CalendarStream::parse(&bytes).map_err(|error| error.to_string())?;
    let window = window(case);
    let wanted = |name: &ComponentName<'_>| {
        case["components"].as_array().is_some_and(|names| names.iter().any(|wanted| wanted == name.as_str()))
    };
    // The corpus reads times in a zone that nobody defines as floating.
    let options = RecurrenceOptions::default().with_unknown_zone(UnknownZone::Float);
    let skip_bad = case["skip_bad_series"] == true;
    let mut budget = Budget::default();
    let mut rows = Vec::new();
    // Some files have components without a calendar around them.
    let calendars = stream.components().filter(|component| component.is(&ComponentName::VCalendar));
    let calendars =
        calendars.map(|it| (it.components().collect::<Vec<_>>(), Zones::of_component(it, source)));
    let outside = stream.components().filter(|component| !component.is(&ComponentName::VCalendar));
    for (components, zones) in calendars.chain([(outside.collect(), Zones::of_source(source))]) {
        for (first, set) in RecurrenceSet::all(components, &zones, options) {
            if !wanted(&first.name()) {
                continue;
            }
            let set = match set {
                Ok(set) => set,
                Err(_) if skip_bad => continue,
                Err(error) => return Err(error.to_string()),
            };
            let mut last = None;
            for instance in set.instances(&window, &mut budget) {
                let instance = instance.map_err(|error| error.to_string())?;
                assert!(last <= Some(instance.start_utc()), "{}: not in order", case["id"]);
                last = Some(instance.start_utc());
                rows.push(row(&instance));
            }
        }
    }
    rows.sort();
    Ok(rows)
}

/// How ours and theirs differ: the name of the first way that explains it all.
///
/// The recurrence id is set in the corpus for what does not recur, too, and files with X-WR-TIMEZONE are told there in
/// that zone; that is no difference.
fn difference(ours: &Result<Vec<Row>, String>, theirs: &[Row], shifted: bool) -> &'static str {
    let Ok(ours) = ours else { return "refused" };
    let same = |leave_out: fn(&mut Row)| {
        let compared = |row: &Row, own: &Row| {
            let mut row = row.clone();
            if own.recurrence_id.is_none() || shifted && own.start_utc.is_some() {
                row.recurrence_id = None;
            }
            if shifted && row.start_utc.is_some() {
                (row.start, row.end) = (String::new(), String::new());
            }
            leave_out(&mut row);
            row
        };
        ours.len() == theirs.len()
            && ours.iter().zip(theirs).all(|(our, their)| compared(our, our) == compared(their, our))
    };
    let has = |rows: &[Row], row: &Row| {
        rows.iter().any(|other| (&other.start, &other.end) == (&row.start, &row.end))
    };
    if same(|_| ()) {
        "none"
    } else if same(|row| row.recurrence_id = None) {
        "recurrence-id"
    } else if same(|row| row.summary = None) {
        "summary"
    } else if same(|row| (row.start_utc, row.end_utc) = (None, None)) {
        "moment"
    } else if same(|row| row.end = String::new()) {
        "end-told-otherwise"
    } else if same(|row| (row.end, row.end_utc) = (String::new(), None)) {
        "end"
    } else if theirs.iter().all(|row| has(ours, row)) {
        "more"
    } else if ours.iter().all(|row| has(theirs, row)) {
        "fewer"
    } else {
        "other"
    }
}

#[test]
fn instances_of_the_corpus() {
    let Some((root, cases)) = cases() else { return };
    assert_eq!(cases.len(), CASES);
    let source = ZoneSource::new();
    let mut reviewed: BTreeMap<String, (String, bool)> = csv::Reader::from_path("spec/expand-reviewed.csv")
        .expect("the table of what was reviewed")
        .records()
        .map(|row| row.expect("a row"))
        .map(|row| (row[0].to_owned(), (row[1].to_owned(), false)))
        .collect();
    let mut agreed = 0;
    let mut unexplained = Vec::new();
    for case in &cases {
        let id = case["id"].as_str().expect("an id");
        let flags = case["flags"].as_array().expect("a list");
        let theirs = expected(case);
        let ours = found(&root, case, &source);
        let difference = difference(&ours, &theirs, flags.iter().any(|flag| flag == "x-wr-timezone"));
        agreed += usize::from(difference == "none");
        match reviewed.get_mut(id) {
            Some((reviewed, used)) if reviewed == difference => *used = true,
            Some((reviewed, _)) => {
                unexplained.push(format!("{id}\t{difference}\tnot as reviewed: {reviewed}"));
            }
            None if difference == "none" && case["disputed"] == false => {}
            None => {
                let first = ours.as_ref().map(|ours| ours.iter().find(|row| !theirs.contains(row)));
                unexplained.push(format!("{id}\t{difference}\tours alone: {first:?}"));
            }
        }
    }
    let unused = reviewed.iter().filter(|(_, (_, used))| !used);
    unexplained.extend(unused.map(|(id, (reviewed, _))| format!("{id}\t{reviewed}\ta row without use")));
    assert!(unexplained.is_empty(), "{} differ:\n{}", unexplained.len(), unexplained.join("\n"));
    eprintln!("{agreed} of {CASES} agree");
}
