//! Instances for people: a line each, in columns.
//!
//! ```text
//! Tue 2027-03-02 18:30-20:00  Lisbon  18:30Z  Portuguese for beginners
//! Wed 2027-03-31 17:00-18:30  Lisbon  16:00Z  A walk through Alfama  [override of 2027-03-30 18:30]
//! Sat 2027-04-17 all day                      Holiday
//! ```

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use chrono::{Days, NaiveDateTime, Timelike};
use ical_model::time_zone::ZoneOrigin;
use ical_model::value::DateOrDateTime;

use super::Answer;
use super::row::Row;
use crate::complaint::Visible;

/// Writes instances.
pub(crate) fn write(out: &mut dyn Write, rows: &[Row<'_>]) -> io::Result<()> {
    let kinds: BTreeSet<String> = rows.iter().map(Row::component).collect();
    let several_kinds = kinds.len() > 1;
    let lines: Vec<[String; 4]> = rows.iter().map(|row| columns(row, several_kinds)).collect();
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let [time, zone, utc] = [width(0), width(1), width(2)];
    for [when, tzid, instant, what] in &lines {
        write!(out, "{when:time$}  ")?;
        if zone > 0 {
            write!(out, "{tzid:zone$}  ")?;
        }
        if utc > 0 {
            write!(out, "{instant:utc$}  ")?;
        }
        writeln!(out, "{what}")?;
    }
    Ok(())
}

/// Writes how many there are, and which definitions of time zones they are told by.
pub(crate) fn write_summary(out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
    if !answer.rows.is_empty() {
        writeln!(out)?;
    }
    let instances = answer.rows.len();
    let plural = if instances == 1 { "" } else { "s" };
    writeln!(out, "{instances} instance{plural} of {} series", answer.series)?;
    for (tzid, origin) in &answer.zones {
        writeln!(out, "{}: {}", Visible(tzid), Visible(&told(origin)))?;
    }
    Ok(())
}

/// Which definition of a time zone it is.
fn told(origin: &ZoneOrigin) -> String {
    match origin {
        ZoneOrigin::VTimeZone(position) => format!("as the VTIMEZONE at line {} defines it", position.line),
        ZoneOrigin::Iana(name) => format!("as the IANA data define {name}"),
        ZoneOrigin::Alias { name } => format!("taken for {name} of the IANA data"),
        ZoneOrigin::Windows { name } => format!("the Windows name of {name} of the IANA data"),
        ZoneOrigin::Utc => "a name of UTC".to_owned(),
        _ => "as this program defines it".to_owned(),
    }
}

/// When, in which zone, at which instant, and what.
fn columns(row: &Row<'_>, several_kinds: bool) -> [String; 4] {
    let zone = row.start.tzid().unwrap_or_default();
    // An instant in UTC says it itself.
    let instant = match row.start.utc {
        Some(utc) if zone != "UTC" => {
            let same_day = utc.date_naive() == row.start.value.local().date();
            let form = if same_day {
                clock(utc.naive_utc())
            } else {
                format!("{} {}", utc.format("%m-%d"), clock(utc.naive_utc()))
            };
            format!("{form}Z")
        }
        _ => String::new(),
    };
    [span(row), Visible(zone).to_string(), instant, what(row, several_kinds)]
}

/// `Tue 2027-03-02 18:30-20:00`, `Sat 2027-04-17 all day`, `Sat 2027-04-17 to Sun 2027-04-18`.
fn span(row: &Row<'_>) -> String {
    let (start, end) = (row.start.value.local(), row.end.value.local());
    let first = start.format("%a %Y-%m-%d");
    if row.start.value.is_date() {
        let last = match &row.end.value {
            DateOrDateTime::Date(_) => end.checked_sub_days(Days::new(1)).unwrap_or(end),
            DateOrDateTime::DateTime(_) => end,
        };
        return match last.date() > start.date() {
            true => format!("{first} to {}", last.format("%a %Y-%m-%d")),
            false => format!("{first} all day"),
        };
    }
    let mut text = format!("{first} {}", clock(start));
    let other_zone = row.end.tzid() != row.start.tzid();
    if end != start || other_zone {
        // Writing to a String does not fail.
        let _ = match end.date() == start.date() {
            true => write!(text, "-{}", clock(end)),
            false => write!(text, " to {} {}", end.format("%a %Y-%m-%d"), clock(end)),
        };
    }
    if other_zone && let Some(tzid) = row.end.tzid() {
        let _ = write!(text, " {}", Visible(tzid));
    }
    text
}

fn what(row: &Row<'_>, several_kinds: bool) -> String {
    let mut text = String::new();
    if several_kinds {
        let _ = write!(text, "{} ", Visible(&row.component()));
    }
    let summary = row.summary().or_else(|| row.uid());
    let _ = write!(text, "{}", Visible(summary.as_deref().unwrap_or("(no summary)")));
    if let Some(status) = row.status().filter(|status| !status.eq_ignore_ascii_case("CONFIRMED")) {
        let _ = write!(text, " ({})", Visible(&status.to_lowercase()));
    }
    if let Some(alarm) = row.alarm {
        let _ = write!(text, "  [alarm at {}Z]", alarm.format("%Y-%m-%d %H:%M:%S"));
    }
    if row.is_override {
        let _ = match &row.recurrence_id {
            Some(id) if id.value != row.start.value => write!(text, "  [override of {}]", written(&id.value)),
            _ => write!(text, "  [override]"),
        };
    }
    text
}

/// `2027-03-30 18:30`, or the date alone.
fn written(value: &DateOrDateTime) -> String {
    let local = value.local();
    match value {
        DateOrDateTime::Date(_) => local.format("%Y-%m-%d").to_string(),
        DateOrDateTime::DateTime(time) => {
            format!("{} {}{}", local.format("%Y-%m-%d"), clock(local), if time.is_utc() { "Z" } else { "" })
        }
    }
}

/// Hours and minutes, and seconds where there are some.
fn clock(time: NaiveDateTime) -> String {
    let form = if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    time.format(form).to_string()
}
