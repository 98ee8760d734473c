//! Time zones against tables of offsets and against VTIMEZONE texts of several programs.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the tests say how many cases were not run.

#![cfg(feature = "tzdb")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::path::PathBuf;

use chrono::{DateTime, NaiveDateTime, Utc};
use ical_model::Calendar;
use ical_model::property::TzId;
use ical_model::time_zone::{LocalTime, Zone, ZoneOrigin, ZoneSource, Zones};
use ical_model::value::UtcOffset;
use serde_json::Value;

/// Rows of `tz/transitions`, `utc_to_local` and `local_to_utc` together.
const ROWS: usize = 18_538;
/// Rows of `tz/vtimezone-check.csv` in which all probes match.
const TEXTS: usize = 66;

fn corpus(cases: usize) -> Option<PathBuf> {
    let corpus = std::env::var_os("CALDAV_CORPUS");
    if corpus.is_none() {
        eprintln!("CALDAV_CORPUS is not set: {cases} cases were not run");
    }
    corpus.map(|corpus| PathBuf::from(corpus).join("tz"))
}

fn local(text: &Value) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text.as_str().unwrap(), "%Y%m%dT%H%M%S").unwrap()
}

fn utc(text: &Value) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text.as_str().unwrap(), "%Y%m%dT%H%M%SZ").unwrap().and_utc()
}

fn offset(text: &Value) -> UtcOffset {
    text.as_str().unwrap().parse().unwrap()
}

/// The rows of one zone.
fn rows(tz: &std::path::Path, name: &str) -> Vec<Value> {
    let path = tz.join("transitions").join(format!("{}.jsonl", name.replace('/', "_")));
    let text = std::fs::read_to_string(path).expect("a file of transitions");
    text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

/// The rows in which a zone shows something else: of instants and of local times.
fn differences(zone: &Zone, rows: &[Value]) -> (Vec<String>, Vec<String>) {
    let mut instants = vec![];
    for row in rows.iter().flat_map(|row| row["utc_to_local"].as_array().unwrap()) {
        let at = utc(&row["utc"]);
        if zone.offset_at(at) != offset(&row["offset"]) || zone.to_local(at) != local(&row["local"]) {
            instants.push(format!("{row}: {}", zone.to_local(at)));
        }
    }
    let mut locals = vec![];
    for row in rows.iter().flat_map(|row| row["local_to_utc"].as_array().unwrap()) {
        let time = local(&row["local"]);
        let resolved = zone.resolve(time);
        let kind = match resolved {
            LocalTime::Single(_) => "normal",
            LocalTime::Gap(_) => "gap",
            LocalTime::Fold { .. } => "fold",
        };
        let used = (time - resolved.utc().naive_utc()).num_seconds();
        let as_told = row["kind"] == kind
            && resolved.utc() == utc(&row["utc"])
            && zone.to_utc(time) == resolved.utc()
            && used == i64::from(offset(&row["offset_used"]).seconds());
        if !as_told {
            locals.push(format!("{row}: {resolved:?}"));
        }
    }
    (instants, locals)
}

#[test]
fn iana_zones_agree_with_the_tables() {
    let Some(tz) = corpus(ROWS) else { return };
    let mut count = 0;
    for file in std::fs::read_dir(tz.join("transitions")).expect("the transitions") {
        let name = file.unwrap().file_name().into_string().unwrap();
        let Some(name) = name.strip_suffix(".jsonl") else { continue };
        let rows = rows(&tz, name);
        let name = rows[0]["tzid"].as_str().unwrap();
        let zone = Zone::iana(name).expect("a zone of the IANA data");
        // The tables are of release 2026f. No release since 2026e tells other times of these zones.
        let (instants, locals) = differences(&zone, &rows);
        assert!(instants.is_empty() && locals.is_empty(), "{name}: {instants:#?} {locals:#?}");
        for row in rows.iter().flat_map(|row| row["utc_to_local"].as_array().unwrap()) {
            assert_eq!(zone.abbreviation_at(utc(&row["utc"])), row["abbr"].as_str(), "{name}: {row}");
        }
        let tables = rows.iter().flat_map(|row| [&row["utc_to_local"], &row["local_to_utc"]]);
        count += tables.map(|table| table.as_array().unwrap().len()).sum::<usize>();
    }
    assert_eq!(count, ROWS);
}

#[test]
fn v_time_zones_agree_with_the_tables() {
    let Some(tz) = corpus(TEXTS) else { return };
    let source = ZoneSource::empty();
    let mut whole = 0;
    for record in csv::Reader::from_path(tz.join("vtimezone-check.csv")).unwrap().records() {
        let record = record.unwrap();
        let (name, file, probes, matching) = (&record[0], &record[1], &record[2], &record[3]);
        let bytes = std::fs::read(tz.join(file)).unwrap();
        let calendar = Calendar::parse(&bytes).unwrap();
        let component = calendar.components().next().unwrap();
        let tzid = component.property::<TzId>().unwrap().unwrap().value;
        let found =
            Zones::new(&calendar, &source).find(&tzid).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(found.origin, ZoneOrigin::VTimeZone(component.position()), "{file}");
        let (instants, locals) = differences(&found.zone, &rows(&tz, name));
        // The texts that do not say the same say it as wrongly as the table knows.
        let known = probes.parse::<usize>().unwrap() - matching.parse::<usize>().unwrap();
        assert_eq!(instants.len(), known, "{file}: {instants:#?}");
        if known == 0 {
            whole += 1;
            assert!(locals.is_empty(), "{file}: {locals:#?}");
        }
    }
    assert_eq!(whole, TEXTS);
}
