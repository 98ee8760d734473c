//! When things happen, by the requirements that bind readers. The table `spec/coverage.csv` of `caldav-conformance` names
//! these tests; the inputs are those of its `tests/cases/behaviour.txt`.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, Utc};
use ical_model::Calendar;
use ical_model::recurrence::{Budget, GapPolicy, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::value::TzId;

const NEW_YORK: &str = "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n\
    BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nTZOFFSETFROM:-0500\r\n\
    TZOFFSETTO:-0400\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:20071104T020000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

fn calendar(lines: &str) -> Calendar<'static> {
    Calendar::from_vec(format!("BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n").into_bytes())
        .expect("one VCALENDAR")
}

fn event(lines: &[&str]) -> String {
    format!("BEGIN:VEVENT\r\nUID:1\r\n{}\r\nEND:VEVENT\r\n", lines.join("\r\n"))
}

/// Start and end of each instance, in UTC where it has a zone, at most eight.
fn spans_of(lines: &str, options: RecurrenceOptions) -> Vec<(String, String)> {
    let calendar = calendar(&format!("{NEW_YORK}{lines}"));
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    let components =
        calendar.components().filter(|component| !component.name().as_str().starts_with("VTIMEZONE"));
    let set = RecurrenceSet::with_options(components, &zones, options).expect("it can be expanded");
    let mut budget = Budget::default();
    let text = |value: &ical_model::value::DateOrDateTime, utc: DateTime<Utc>| match value.tzid() {
        Some(_) => utc.format("%Y%m%dT%H%M%SZ").to_string(),
        None => value.to_string(),
    };
    set.instances(&Window::local(..), &mut budget)
        .take(8)
        .map(|instance| {
            let instance = instance.expect("the budget suffices");
            (text(&instance.start(), instance.start_utc()), text(&instance.end(), instance.end_utc()))
        })
        .collect()
}

fn spans(lines: &[&str]) -> Vec<(String, String)> {
    spans_of(&event(lines), RecurrenceOptions::default())
}

fn starts(lines: &[&str]) -> Vec<String> {
    spans(lines).into_iter().map(|(start, _)| start).collect()
}

fn span(start: &str, end: &str) -> (String, String) {
    (start.to_owned(), end.to_owned())
}

fn zone(lines: &str) -> Zone {
    let calendar = calendar(&format!("BEGIN:VTIMEZONE\r\nTZID:A\r\n{lines}END:VTIMEZONE\r\n"));
    let source = ZoneSource::new();
    Zones::new(&calendar, &source).zone(TzId::from("A")).expect("it is defined")
}

fn utc(text: &str) -> DateTime<Utc> {
    chrono::NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").expect("an instant").and_utc()
}

#[test]
fn a_time_in_a_gap_has_the_offset_before_it_and_one_in_a_fold_the_first() {
    assert_eq!(starts(&["DTSTART;TZID=America/New_York:20070311T023000"]), ["20070311T073000Z"]);
    assert_eq!(starts(&["DTSTART;TZID=America/New_York:20071104T013000"]), ["20071104T053000Z"]);
}

#[test]
fn leap_seconds_do_not_count() {
    let spans = spans(&["DTSTART:20161231T235900Z", "DURATION:PT2M"]);
    assert_eq!(spans, [span("20161231T235900Z", "20170101T000100Z")]);
}

#[test]
fn days_of_a_duration_are_nominal_and_first() {
    let days = spans(&["DTSTART;TZID=America/New_York:20240309T120000", "DURATION:P1DT1H"]);
    assert_eq!(days, [span("20240309T170000Z", "20240310T170000Z")]);
    let hours = spans(&["DTSTART;TZID=America/New_York:20240309T120000", "DURATION:PT25H"]);
    assert_eq!(hours, [span("20240309T170000Z", "20240310T180000Z")]);
}

#[test]
fn an_instance_at_until_belongs_to_the_set() {
    let at = starts(&["DTSTART:20240101T090000Z", "RRULE:FREQ=DAILY;UNTIL=20240103T090000Z"]);
    assert_eq!(at, ["20240101T090000Z", "20240102T090000Z", "20240103T090000Z"]);
    let before = starts(&["DTSTART:20240101T090000Z", "RRULE:FREQ=DAILY;UNTIL=20240103T085959Z"]);
    assert_eq!(before, ["20240101T090000Z", "20240102T090000Z"]);
}

#[test]
fn count_includes_dtstart() {
    let starts = starts(&["DTSTART:20240101T090000Z", "RRULE:FREQ=DAILY;COUNT=3"]);
    assert_eq!(starts, ["20240101T090000Z", "20240102T090000Z", "20240103T090000Z"]);
}

#[test]
fn time_parts_are_ignored_with_a_date() {
    let starts = starts(&[
        "DTSTART;VALUE=DATE:20240101",
        "RRULE:FREQ=DAILY;BYHOUR=9,10;BYMINUTE=30;BYSECOND=15;COUNT=2",
    ]);
    assert_eq!(starts, ["20240101", "20240102"]);
}

#[test]
fn week_1_has_four_days_of_the_year() {
    for (start, rule, expected) in [
        ("20240104", "BYWEEKNO=1;BYDAY=TH;COUNT=4", &["20240104", "20250102", "20260101", "20270107"][..]),
        (
            "20240104",
            "BYWEEKNO=1;BYDAY=TH;WKST=SU;COUNT=4",
            &["20240104", "20250102", "20260108", "20270107"],
        ),
        ("20151231", "BYWEEKNO=53;BYDAY=TH;COUNT=3", &["20151231", "20201231", "20261231"]),
    ] {
        let starts = starts(&[&format!("DTSTART;VALUE=DATE:{start}"), &format!("RRULE:FREQ=YEARLY;{rule}")]);
        assert_eq!(starts, expected, "{rule}");
    }
}

#[test]
fn weeks_start_on_wkst() {
    for (week_start, expected) in [
        ("MO", ["19970805T090000Z", "19970810T090000Z", "19970819T090000Z", "19970824T090000Z"]),
        ("SU", ["19970805T090000Z", "19970817T090000Z", "19970819T090000Z", "19970831T090000Z"]),
    ] {
        let rule = format!("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={week_start}");
        assert_eq!(starts(&["DTSTART:19970805T090000Z", &rule]), expected, "{week_start}");
    }
}

#[test]
fn rule_parts_are_applied_in_their_order() {
    for (start, rule, expected) in [
        (
            "20240101T090000Z",
            "COUNT=4;BYSETPOS=1,-1;BYHOUR=9,15;BYDAY=MO,TU",
            &["20240101T090000Z", "20240130T150000Z", "20240205T090000Z", "20240227T150000Z"][..],
        ),
        (
            "20240131T090000Z",
            "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
            &["20240131T090000Z", "20240229T090000Z", "20240329T090000Z"],
        ),
    ] {
        let starts = starts(&[&format!("DTSTART:{start}"), &format!("RRULE:FREQ=MONTHLY;{rule}")]);
        assert_eq!(starts, expected, "{rule}");
    }
}

#[test]
fn rule_parts_expand_or_limit_by_frequency() {
    for (start, rule, expected) in [
        ("20240130", "FREQ=DAILY;BYMONTH=1;COUNT=4", &["20240130", "20240131", "20250101", "20250102"][..]),
        ("20240110", "FREQ=YEARLY;BYMONTH=1,3;COUNT=4", &["20240110", "20240310", "20250110", "20250310"]),
        ("20240913", "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;COUNT=2", &["20240913", "20241213"]),
        (
            "20240101",
            "FREQ=YEARLY;BYMONTH=1;BYDAY=MO;COUNT=6",
            &["20240101", "20240108", "20240115", "20240122", "20240129", "20250106"],
        ),
    ] {
        let starts = starts(&[&format!("DTSTART;VALUE=DATE:{start}"), &format!("RRULE:{rule}")]);
        assert_eq!(starts, expected, "{rule}");
    }
}

#[test]
fn what_a_rule_lacks_comes_from_dtstart() {
    let starts = starts(&["DTSTART:20240115T083000Z", "RRULE:FREQ=YEARLY;BYMONTH=1;COUNT=2"]);
    assert_eq!(starts, ["20240115T083000Z", "20250115T083000Z"]);
}

#[test]
fn invalid_dates_are_skipped_and_not_counted() {
    let monthly = starts(&["DTSTART:20240130T090000Z", "RRULE:FREQ=MONTHLY;COUNT=3"]);
    assert_eq!(monthly, ["20240130T090000Z", "20240330T090000Z", "20240430T090000Z"]);
    let yearly = starts(&["DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;COUNT=2"]);
    assert_eq!(yearly, ["20240229", "20280229"]);
    let gap = event(&["DTSTART;TZID=America/New_York:20240309T023000", "RRULE:FREQ=DAILY;COUNT=3"]);
    for (policy, expected) in [
        (GapPolicy::Shift, ["20240309T073000Z", "20240310T073000Z", "20240311T063000Z"]),
        (GapPolicy::Skip, ["20240309T073000Z", "20240311T063000Z", "20240312T063000Z"]),
    ] {
        let spans = spans_of(&gap, RecurrenceOptions::default().with_gap_policy(policy));
        let starts: Vec<_> = spans.iter().map(|(start, _)| start.as_str()).collect();
        assert_eq!(starts, expected, "{policy:?}");
    }
}

#[test]
fn an_event_without_end_lasts_its_day_or_no_time() {
    assert_eq!(spans(&["DTSTART;VALUE=DATE:20240101"]), [span("20240101", "20240102")]);
    assert_eq!(spans(&["DTSTART:20240101T090000Z"]), [span("20240101T090000Z", "20240101T090000Z")]);
}

#[test]
fn onsets_are_local_times_under_tzoffsetfrom() {
    let daylight = zone(
        "BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nTZOFFSETFROM:-0500\r\n\
         TZOFFSETTO:-0400\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:20071104T020000\r\n\
         RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\n",
    );
    for onset in ["20070311T070000Z", "20080309T070000Z", "20090308T070000Z"] {
        let onset = utc(onset);
        assert_eq!(daylight.offset_at(onset).seconds(), -4 * 3600, "{onset}");
        assert_eq!(daylight.offset_at(onset - chrono::TimeDelta::seconds(1)).seconds(), -5 * 3600, "{onset}");
    }
    let standard = zone(
        "BEGIN:STANDARD\r\nDTSTART:20041031T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z\r\n\
         TZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\n\
         BEGIN:DAYLIGHT\r\nDTSTART:20040404T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU\r\n\
         TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nEND:DAYLIGHT\r\n",
    );
    for onset in ["20041031T060000Z", "20051030T060000Z", "20061029T060000Z"] {
        let onset = utc(onset);
        assert_eq!(standard.offset_at(onset).seconds(), -5 * 3600, "{onset}");
        assert_eq!(standard.offset_at(onset - chrono::TimeDelta::seconds(1)).seconds(), -4 * 3600, "{onset}");
    }
    assert_eq!(standard.offset_at(utc("20071028T060000Z")).seconds(), -4 * 3600, "then none");
}

#[test]
fn the_latest_onset_decides_the_offset() {
    let calendar = calendar(NEW_YORK);
    let source = ZoneSource::new();
    let zone = Zones::new(&calendar, &source).zone(TzId::from("America/New_York")).expect("it is defined");
    for (at, hours) in [
        ("20240310T065959Z", -5),
        ("20240310T070000Z", -4),
        ("20240701T000000Z", -4),
        ("20241103T055959Z", -4),
        ("20241103T060000Z", -5),
    ] {
        assert_eq!(zone.offset_at(utc(at)).seconds(), hours * 3600, "{at}");
    }
}

#[test]
fn an_override_replaces_the_instance_that_its_recurrence_id_names() {
    let master = event(&["DTSTART:20240101T090000Z", "RRULE:FREQ=DAILY;COUNT=3"]);
    let moved = event(&["RECURRENCE-ID:20240102T090000Z", "DTSTART:20240103T140000Z"]);
    let spans = spans_of(&format!("{master}{moved}"), RecurrenceOptions::default());
    let starts: Vec<_> = spans.iter().map(|(start, _)| start.as_str()).collect();
    assert_eq!(starts, ["20240101T090000Z", "20240103T090000Z", "20240103T140000Z"]);
}

#[test]
fn exdate_removes_what_rules_and_rdates_give() {
    let both = starts(&[
        "DTSTART:20240101T090000Z",
        "RRULE:FREQ=DAILY;COUNT=4",
        "RDATE:20240103T090000Z,20240106T090000Z,20240107T090000Z",
        "EXDATE:20240102T090000Z,20240107T090000Z",
    ]);
    assert_eq!(both, ["20240101T090000Z", "20240103T090000Z", "20240104T090000Z", "20240106T090000Z"]);
    let first = starts(&["DTSTART:20240101T090000Z", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20240101T090000Z"]);
    assert_eq!(first, ["20240102T090000Z", "20240103T090000Z"]);
}

#[test]
fn a_period_of_rdate_gives_its_own_duration() {
    let spans = spans(&[
        "DTSTART:20240101T090000Z",
        "DTEND:20240101T100000Z",
        "RRULE:FREQ=DAILY;COUNT=2",
        "RDATE;VALUE=PERIOD:20240102T090000Z/PT3H,20240105T090000Z/20240105T093000Z",
    ]);
    let expected = [
        span("20240101T090000Z", "20240101T100000Z"),
        span("20240102T090000Z", "20240102T120000Z"),
        span("20240105T090000Z", "20240105T093000Z"),
    ];
    assert_eq!(spans, expected);
}

#[test]
fn dtstart_is_the_first_instance() {
    let rule = starts(&["DTSTART:20240101T090000Z", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3"]);
    assert_eq!(rule, ["20240101T090000Z", "20240103T090000Z", "20240108T090000Z"]);
    let dates = starts(&["DTSTART:20240101T090000Z", "RDATE:20240105T090000Z"]);
    assert_eq!(dates, ["20240101T090000Z", "20240105T090000Z"]);
}

#[test]
fn dtend_gives_an_exact_span_and_duration_a_nominal_one() {
    let start = "DTSTART;TZID=America/New_York:20240309T120000";
    let rule = "RRULE:FREQ=DAILY;COUNT=2";
    let exact = spans(&[start, "DTEND;TZID=America/New_York:20240310T120000", rule]);
    assert_eq!(
        exact,
        [span("20240309T170000Z", "20240310T160000Z"), span("20240310T160000Z", "20240311T150000Z")]
    );
    let nominal = spans(&[start, "DURATION:P1D", rule]);
    assert_eq!(
        nominal,
        [span("20240309T170000Z", "20240310T160000Z"), span("20240310T160000Z", "20240311T160000Z")]
    );
}

#[test]
fn skip_moves_invalid_dates() {
    for (skip, expected) in [
        ("FORWARD", ["20140131", "20140301", "20140331", "20140501"]),
        ("BACKWARD", ["20140131", "20140228", "20140331", "20140430"]),
        ("OMIT", ["20140131", "20140331", "20140531", "20140731"]),
    ] {
        let rule = format!("RRULE:FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP={skip};COUNT=4");
        assert_eq!(starts(&["DTSTART;VALUE=DATE:20140131", &rule]), expected, "{skip}");
    }
}

/// Months of the Hebrew calendar that a year lacks, and days that the month lacks that stands for them.
#[cfg(feature = "rscale")]
#[test]
fn skip_moves_invalid_months_first() {
    for (start, parts, expected) in [
        (
            "20140208",
            "BYMONTHDAY=8;COUNT=5",
            &["20140208", "20150227", "20160217", "20170306", "20180223"][..],
        ),
        ("20140302", "BYMONTHDAY=30;COUNT=4", &["20140302", "20150321", "20160310", "20170328"]),
    ] {
        let rule = format!("RRULE:FREQ=YEARLY;RSCALE=HEBREW;BYMONTH=5L;SKIP=FORWARD;{parts}");
        assert_eq!(starts(&[&format!("DTSTART;VALUE=DATE:{start}"), &rule]), expected, "{rule}");
    }
}
