//! Calendar objects in SQLite, found by an index: a query reads what it can match and nothing else.
//!
//! `cargo run -p caldav-types --example sqlite_index`
//!
//! When an object is stored, its [`IndexRecord`] goes into columns beside it. A query is made ready once; its
//! [`Prefilter`] becomes the WHERE of a SELECT, and each object that comes back is read and asked, for an index knows
//! from when to when a series goes on but not on which days.

use std::error::Error;

use caldav_types::filter::{CompFilter, Filter, MatchType};
use caldav_types::query::{FilterPlan, IndexRecord, IndexSpan, Prefilter, QueryOptions};
use caldav_types::{Collation, TimeRange};
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

/// A calendar collection.
struct Collection {
    connection: Connection,
    zones: ZoneSource,
    /// CALDAV:calendar-timezone, for days and floating times.
    floating: Zone,
}

/// What a query gave.
#[derive(Debug, Default, Eq, PartialEq)]
struct Found {
    /// The names of the objects that match.
    names: Vec<String>,
    /// How many objects were read.
    read: usize,
}

impl Collection {
    fn new() -> Result<Self, Box<dyn Error>> {
        let connection = Connection::open_in_memory()?;
        // What goes on for ever ends at the last moment that can be counted, so that a range is two comparisons. NULL
        // is never: no comparison holds for it.
        connection.execute_batch(
            "CREATE TABLE object (
                name TEXT PRIMARY KEY, content BLOB NOT NULL,
                uid TEXT, component TEXT,
                starts INTEGER, ends INTEGER, alarms_start INTEGER, alarms_end INTEGER
            );
            CREATE INDEX object_time ON object (ends, starts, component);
            CREATE INDEX object_alarms ON object (alarms_end, alarms_start);
            CREATE INDEX object_uid ON object (uid);",
        )?;
        Ok(Self { connection, zones: ZoneSource::new(), floating: Zone::utc() })
    }

    /// Stores an object. What it is worth is told by the rules of `caldav-conformance`; here it has to be readable.
    fn put(&self, name: &str, content: &[u8]) -> Result<(), Box<dyn Error>> {
        let calendar = Calendar::parse(content)?;
        let zones = Zones::new(&calendar, &self.zones);
        let record = IndexRecord::of(&calendar, &zones, &mut Budget::default());
        let [starts, ends] = columns(record.span);
        let [alarms_start, alarms_end] = columns(record.alarms);
        let component = record.component.as_ref().map(ComponentName::as_str);
        self.connection.execute(
            "INSERT OR REPLACE INTO object VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![name, content, record.uid, component, starts, ends, alarms_start, alarms_end],
        )?;
        Ok(())
    }

    /// The objects that match.
    fn query(&self, plan: &FilterPlan) -> Result<Found, Box<dyn Error>> {
        let (condition, values) = condition(&plan.prefilter());
        let select = format!("SELECT name, content FROM object WHERE {condition} ORDER BY name");
        let mut statement = self.connection.prepare(&select)?;
        let mut rows = statement.query(params_from_iter(values))?;
        // One budget for the request, however many objects there are.
        let mut budget = Budget::default();
        let mut found = Found::default();
        while let Some(row) = rows.next()? {
            found.read += 1;
            let content = row.get_ref(1)?.as_blob()?;
            let calendar = Calendar::parse(content)?;
            let zones = Zones::new(&calendar, &self.zones);
            if plan.matches(&calendar, &zones, &self.floating, &mut budget)? {
                found.names.push(row.get(0)?);
            }
        }
        Ok(found)
    }
}

/// The two columns of a span: first and last second.
fn columns(span: Option<IndexSpan>) -> [Option<i64>; 2] {
    let Some(span) = span else { return [None, None] };
    let (start, end) = (span.start.map(|start| start.timestamp()), span.end.map(|end| end.timestamp()));
    [Some(start.unwrap_or(i64::MIN)), Some(end.unwrap_or(i64::MAX))]
}

/// What a prefilter asks of the columns, and the values it asks by.
fn condition(prefilter: &Prefilter) -> (String, Vec<Value>) {
    let mut conditions = vec!["1".to_owned()];
    let mut values = Vec::new();
    let ranges = [(prefilter.range, "starts", "ends"), (prefilter.alarm_range, "alarms_start", "alarms_end")];
    for (range, start, end) in ranges {
        if let [Some(from), Some(to)] = columns(range) {
            conditions.push(format!("{end} >= ? AND {start} <= ?"));
            values.extend([Value::from(from), Value::from(to)]);
        }
    }
    if let Some(component) = &prefilter.component {
        conditions.push("(component = ? OR component IS NULL)".to_owned());
        values.push(component.as_str().to_owned().into());
    }
    // By other collations and in other places the plan decides alone.
    let uid = prefilter.uid.as_ref().map(|uid| uid.text_match());
    if let Some(text) = uid {
        match (text.match_type, text.collation.effective()) {
            (MatchType::Equals, Collation::Octet) => conditions.push("(uid = ? OR uid IS NULL)".to_owned()),
            (MatchType::Contains, Collation::Octet) => {
                conditions.push("(instr(uid, ?) OR uid IS NULL)".to_owned());
            }
            // `lower` of SQLite is of US-ASCII, as the collation is.
            (MatchType::Contains, Collation::AsciiCasemap) => {
                conditions.push("(instr(lower(uid), lower(?)) OR uid IS NULL)".to_owned());
            }
            _ => return (conditions.join(" AND "), values),
        }
        values.push(text.text.clone().into());
    }
    (conditions.join(" AND "), values)
}

/// Ten years of weekly meetings, one series that never ends among them.
fn filled() -> Result<Collection, Box<dyn Error>> {
    let collection = Collection::new()?;
    for week in 0..520_i64 {
        let start = chrono::DateTime::from_timestamp(1_800_000_000, 0).ok_or("a time")?
            + chrono::TimeDelta::weeks(week);
        let name = format!("{week:03}.ics");
        collection.put(
            &name,
            event(&week.to_string(), &start.format("%Y%m%dT%H%M%SZ").to_string(), "").as_bytes(),
        )?;
    }
    collection.put("series.ics", event("series", "19900105T090000Z", "RRULE:FREQ=WEEKLY\r\n").as_bytes())?;
    Ok(collection)
}

fn event(uid: &str, start: &str, rule: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\n\
         UID:{uid}@example.com\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:{start}\r\nDURATION:PT1H\r\n{rule}\
         SUMMARY:Meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// The events of a month.
fn month() -> Result<FilterPlan, Box<dyn Error>> {
    let month = TimeRange::new(Some("20300601T000000Z".parse()?), Some("20300701T000000Z".parse()?))?;
    let events = CompFilter::new(ComponentName::VEvent).with_time_range(month);
    let filter = Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(events));
    Ok(filter.compile(&QueryOptions::default())?)
}

#[allow(clippy::print_stdout, reason = "it shows what it does")]
fn main() -> Result<(), Box<dyn Error>> {
    let collection = filled()?;
    let found = collection.query(&month()?)?;
    println!("{} objects read of 521, of which match: {}", found.read, found.names.join(", "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use caldav_types::filter::{PropFilter, TextMatch};
    use ical_model::PropertyName;

    use super::*;

    #[test]
    fn a_query_reads_what_it_can_match() {
        let collection = filled().unwrap();
        let found = collection.query(&month().unwrap()).unwrap();
        assert_eq!(found.names.len(), 5, "{found:?}");
        assert!(found.names.contains(&"series.ics".to_owned()));
        assert!(found.read <= 6, "{found:?}");
        let all = FilterPlan::clone(&month().unwrap());
        let mut by_hand = Vec::new();
        let mut statement = collection.connection.prepare("SELECT name, content FROM object").unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let content: Vec<u8> = row.get(1).unwrap();
            let calendar = Calendar::parse(&content).unwrap();
            let zones = Zones::new(&calendar, &collection.zones);
            if all.matches(&calendar, &zones, &Zone::utc(), &mut Budget::default()).unwrap() {
                by_hand.push(row.get::<_, String>(0).unwrap());
            }
        }
        by_hand.sort();
        assert_eq!(found.names, by_hand);
    }

    #[test]
    fn a_uid_is_looked_up() {
        let collection = filled().unwrap();
        for (text, expected) in [
            (TextMatch::new("SERIES@"), vec!["series.ics"]),
            (TextMatch::new("series@").with_collation(Collation::Octet), vec!["series.ics"]),
            (TextMatch::new("SERIES@").with_collation(Collation::Octet), vec![]),
            (
                TextMatch {
                    match_type: MatchType::Equals,
                    collation: Collation::Octet,
                    ..TextMatch::new("7@example.com")
                },
                vec!["007.ics"],
            ),
        ] {
            let uid = PropFilter::new(PropertyName::Uid).with_text_match(text);
            let events = CompFilter::new(ComponentName::VEvent).with_prop_filter(uid);
            let filter = Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(events));
            let found = collection.query(&filter.compile(&QueryOptions::default()).unwrap()).unwrap();
            assert_eq!(
                (found.names.iter().map(String::as_str).collect(), found.read),
                (expected.clone(), expected.len())
            );
        }
    }

    #[test]
    fn an_object_without_alarms_is_not_read_for_alarms() {
        let collection = filled().unwrap();
        let month = TimeRange::new(Some("20300601T000000Z".parse().unwrap()), None).unwrap();
        let alarm = CompFilter::new(ComponentName::VAlarm).with_time_range(month);
        let events = CompFilter::new(ComponentName::VEvent).with_comp_filter(alarm);
        let filter = Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(events));
        let found = collection.query(&filter.compile(&QueryOptions::default()).unwrap()).unwrap();
        assert_eq!(found, Found::default());
    }
}
