//! The vectors of `tests/vectors` about recurrence, which were written from the specifications alone.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDateTime, Utc};
use ical_model::property::{RecurrenceDate, Summary, Uid};
use ical_model::recurrence::{
    Budget, DtStartPolicy, GapPolicy, Instance, Recurrence, RecurrenceOptions, RecurrenceSet, Window,
};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::value::{DateOrDateTime, Period, TzId};
use ical_model::{Calendar, ComponentName};
use serde_json::{Value, json};

fn cases(name: &str) -> Vec<Value> {
    let path = format!("tests/vectors/{name}");
    let text = std::fs::read_to_string(&path).expect(&path);
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn texts<'v>(case: &'v Value, name: &str) -> Vec<&'v str> {
    case[name].as_array().into_iter().flatten().map(|text| text.as_str().expect("a text")).collect()
}

/// Local starts and instants, or why there are none.
fn occurrences(case: &Value) -> Result<(Vec<String>, Vec<String>), String> {
    let tzid = case["tzid"].as_str().map(TzId::from);
    let zoned = |value: DateOrDateTime| match &tzid {
        Some(tzid) => value.with_tzid(tzid.clone()),
        None => value,
    };
    let time =
        |text: &str| text.parse::<DateOrDateTime>().map(zoned).map_err(|error| format!("{text}: {error}"));
    let policy = if case["policy"] == "match" { DtStartPolicy::Match } else { DtStartPolicy::First };
    let gap = if case["gap"] == "skip" { GapPolicy::Skip } else { GapPolicy::Shift };
    let options = RecurrenceOptions::default().with_dtstart_policy(policy).with_gap_policy(gap);
    let mut builder = Recurrence::builder(time(case["dtstart"].as_str().expect("a start"))?).options(options);
    if let Some(tzid) = &tzid {
        let zone = ZoneSource::new().zone(tzid.as_str()).expect("a zone of the data");
        builder = builder.zone(tzid.clone(), zone);
    }
    let rule = |text: &str| text.parse().map_err(|error| format!("{text}: {error}"));
    for text in texts(case, "rrule") {
        builder = builder.rule(rule(text)?);
    }
    for text in texts(case, "exrule") {
        builder = builder.exclude_rule(rule(text)?);
    }
    for text in texts(case, "exdate") {
        builder = builder.exclude(time(text)?);
    }
    for text in texts(case, "rdate") {
        builder = builder.date(match text.parse::<Period>() {
            Ok(period) => RecurrenceDate::Period(match &tzid {
                Some(tzid) => period.with_tzid(tzid.clone()),
                None => period,
            }),
            Err(_) => RecurrenceDate::Start(time(text)?),
        });
    }
    let recurrence = builder.build().map_err(|error| error.to_string())?;
    let bound =
        |name: &str| case[name].as_str().map(|text| text.parse::<DateOrDateTime>().expect("a time").local());
    let mut budget = Budget::default();
    let from = bound("from").unwrap_or(NaiveDateTime::MIN);
    let to = bound("to").unwrap_or(NaiveDateTime::MAX);
    let all = case["from"].is_null() && case["to"].is_null();
    let found = match all {
        true => recurrence.occurrences(&mut budget),
        false => recurrence.occurrences_between_local(from..=to, &mut budget),
    };
    let limit = case["limit"].as_u64().map_or(10_000, |limit| limit as usize);
    let mut rows = (Vec::new(), Vec::new());
    for next in found.take(limit) {
        let next = next.map_err(|error| error.to_string())?;
        rows.0.push(next.start().to_string().trim_end_matches('Z').to_owned());
        rows.1.push(next.utc().format("%Y%m%dT%H%M%SZ").to_string());
    }
    Ok(rows)
}

fn check_occurrences(name: &str) {
    let cases = cases(name);
    let mut wrong = Vec::new();
    for case in &cases {
        let found = occurrences(case);
        let same = found.as_ref().is_ok_and(|(local, utc)| {
            json!(local) == case["expect"]
                && (case["expect_utc"].is_null() || json!(utc) == case["expect_utc"])
        });
        if !same {
            wrong.push(format!("{case}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn recur() {
    check_occurrences("recur.jsonl");
}

#[test]
fn rfc5545_examples() {
    check_occurrences("rfc5545-examples.jsonl");
}

/// What the vectors tell of an instance.
fn row(instance: &Instance<'_>, floating: bool) -> Value {
    let component = instance.component();
    let tzid = |value: &DateOrDateTime| match value {
        DateOrDateTime::DateTime(time) if time.is_utc() => Some("UTC".to_owned()),
        value => value.tzid().map(|tzid| tzid.as_str().to_owned()),
    };
    // Without a zone for them, floating times have no moment.
    let utc = |value: &DateOrDateTime, utc: DateTime<Utc>| {
        (floating || tzid(value).is_some()).then(|| utc.format("%Y%m%dT%H%M%SZ").to_string())
    };
    let (start, end, id) = (instance.start(), instance.end(), instance.recurrence_id());
    json!({
        "uid": component.property::<Uid>().unwrap().map(|uid| uid.value),
        "recurrence_id": id.as_ref().map(ToString::to_string),
        "recurrence_id_utc": id.and_then(|id| {
            // A day may name an instance that has a time.
            let told = if tzid(&id).is_none() { &start } else { &id };
            utc(told, instance.recurrence_id_utc()?)
        }),
        "start": start.to_string(),
        "start_tzid": tzid(&start),
        "start_utc": utc(&start, instance.start_utc()),
        "end": end.to_string(),
        "end_tzid": tzid(&end),
        "end_utc": utc(&end, instance.end_utc()),
        "summary": component.property::<Summary>().unwrap().map(|summary| summary.value),
    })
}

fn instances(case: &Value) -> Result<Vec<Value>, String> {
    let calendar =
        Calendar::parse(case["ics"].as_str().expect("a calendar")).map_err(|error| error.to_string())?;
    let source = ZoneSource::new();
    let floating = case["floating"].as_str().map(|name| source.zone(name).expect("a zone of the data"));
    let zone = floating.clone().unwrap_or_else(Zone::utc);
    let bound = |name: &str| case[name].as_str().expect("a bound").parse::<DateOrDateTime>().expect("a time");
    let (from, to) = (bound("from"), bound("to"));
    let is_utc = matches!(&from, DateOrDateTime::DateTime(time) if time.is_utc());
    let (from, to) = (from.local(), to.local());
    let window = match is_utc {
        true => Window::utc(from.and_utc()..to.and_utc(), &zone),
        false => Window::local(from..to).with_floating(&zone),
    };
    let zones = Zones::new(&calendar, &source);
    let mut budget = Budget::default();
    let mut rows = Vec::new();
    for (first, set) in RecurrenceSet::all(calendar.components(), &zones, RecurrenceOptions::default()) {
        let set = set.map_err(|error| error.to_string())?;
        let before = rows.len();
        for instance in set.instances(&window, &mut budget) {
            let instance = instance.map_err(|error| error.to_string())?;
            rows.push((instance.start_utc(), row(&instance, floating.is_some())));
        }
        // A to-do without a date is in a window and has no instance.
        let undated = first.is(&ComponentName::VTodo) && rows.len() == before;
        if undated && set.overlaps(&window, &mut budget).map_err(|error| error.to_string())? {
            let uid = first.property::<Uid>().unwrap().map(|uid| uid.value);
            let summary = first.property::<Summary>().unwrap().map(|summary| summary.value);
            rows.push((DateTime::<Utc>::MIN_UTC, json!({ "uid": uid, "summary": summary })));
        }
    }
    rows.sort_by_key(|(start, _)| *start);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

#[test]
fn overrides() {
    let cases = cases("overrides.jsonl");
    let mut wrong = Vec::new();
    for case in &cases {
        let found = instances(case);
        let same = match (&found, case["expect"].as_array()) {
            (Err(_), None) => true,
            (Ok(found), Some(expected)) => {
                found.len() == expected.len()
                    && found.iter().zip(expected).all(|(found, expected)| {
                        let expected = expected.as_object().expect("an object");
                        expected.iter().all(|(name, value)| found[name] == *value)
                    })
            }
            _ => false,
        };
        if !same {
            let found =
                found.map(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n    "));
            wrong.push(format!("{case}\n  found {}", found.unwrap_or_else(|error| error)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
