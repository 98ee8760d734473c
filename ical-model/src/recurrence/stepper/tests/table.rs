//! Ends, bounds and what §3.3.10 forbids, one rule a row.

use super::super::Last;
use super::{basic, matching, start, stepper, take, utc};
use crate::recurrence::{Budget, BudgetKind, GapPolicy, RecurrenceOptions};
use crate::time_zone::Instant;

const BERLIN: Option<&str> = Some("Europe/Berlin");

/// Up to eight starts, with "..." where there are more.
fn starts(dtstart: &str, tzid: Option<&str>, rule: &str, options: &RecurrenceOptions) -> String {
    let (found, all) = take(&stepper(dtstart, tzid, rule, options), 8);
    let date = start(dtstart, tzid).is_date();
    let mut texts: Vec<String> = found.iter().map(|next| basic(next.wall, date)).collect();
    if !all {
        texts.push("...".into());
    }
    texts.join(" ")
}

#[test]
fn where_rules_end() {
    for (section, dtstart, tzid, rule, expected) in [
        (
            "§3.3.10 UNTIL, inclusive",
            "20270101T090000",
            BERLIN,
            "FREQ=DAILY;UNTIL=20270102T080000Z",
            "20270101T090000 20270102T090000",
        ),
        (
            "§3.3.10 UNTIL, a second too early",
            "20270101T090000",
            BERLIN,
            "FREQ=DAILY;UNTIL=20270102T075959Z",
            "20270101T090000",
        ),
        (
            "op-11, local: in the zone of DTSTART",
            "20270101T090000",
            BERLIN,
            "FREQ=DAILY;UNTIL=20270102T090000",
            "20270101T090000 20270102T090000",
        ),
        (
            "op-11, DATE: the whole day there",
            "20270101T233000",
            BERLIN,
            "FREQ=DAILY;UNTIL=20270102",
            "20270101T233000 20270102T233000",
        ),
        (
            "op-11, DATE-TIME beside a DATE",
            "20270101",
            None,
            "FREQ=DAILY;UNTIL=20270102T000000Z",
            "20270101 20270102",
        ),
        ("q-21, UNTIL before DTSTART", "20270101", None, "FREQ=DAILY;UNTIL=20260102", "20270101"),
        ("COUNT=0", "20270101", None, "FREQ=DAILY;COUNT=0", ""),
        (
            "COUNT and UNTIL: the first of both",
            "20270101",
            None,
            "FREQ=DAILY;COUNT=3;UNTIL=20270102",
            "20270101 20270102",
        ),
        (
            "the year 9999 is the last",
            "99971231T235959",
            None,
            "FREQ=YEARLY",
            "99971231T235959 99981231T235959 99991231T235959",
        ),
        ("the year 9999, days", "99991230", None, "FREQ=DAILY", "99991230 99991231"),
        (
            "the year 9999, weeks by position",
            "99991220",
            None,
            "FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1,2",
            "99991220 99991224 99991227 99991231",
        ),
        (
            "the year 9999, seconds",
            "99991231T235958",
            BERLIN,
            "FREQ=SECONDLY",
            "99991231T235958 99991231T235959",
        ),
        ("the year 0", "00000101", None, "FREQ=YEARLY;COUNT=3", "00000101 00010101 00020101"),
        ("30 February", "20270101", None, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "20270101"),
        ("the fifth of one", "20270101", None, "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=5", "20270101"),
        (
            "an INTERVAL longer than all time",
            "20270101T090000",
            BERLIN,
            "FREQ=SECONDLY;INTERVAL=18446744073709551615",
            "20270101T090000",
        ),
        (
            "an INTERVAL that no minute meets",
            "20270101T090000",
            BERLIN,
            "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=5",
            "20270101T090000",
        ),
        ("4,000,000,000 years", "20270101", None, "FREQ=YEARLY;INTERVAL=4000000000", "20270101"),
        (
            "§3.3.12, second 60 reads as 59",
            "20270101T090059",
            None,
            "FREQ=DAILY;BYSECOND=59,60;COUNT=2",
            "20270101T090059 20270102T090059",
        ),
        (
            "§3.3.10, time parts beside a DATE",
            "20270101",
            None,
            "FREQ=DAILY;BYHOUR=9;BYMINUTE=1,2;COUNT=2",
            "20270101 20270102",
        ),
        (
            "hours of a DATE: only its start is one",
            "20270101",
            None,
            "FREQ=HOURLY;INTERVAL=36;COUNT=3",
            "20270101 20270104 20270107",
        ),
        (
            "op-54, hours over a gap",
            "20270328T000000",
            BERLIN,
            "FREQ=HOURLY;COUNT=4",
            "20270328T000000 20270328T010000 20270328T030000 20270328T040000",
        ),
        (
            "op-54, hours over a fold",
            "20271031T010000",
            BERLIN,
            "FREQ=HOURLY;COUNT=3",
            "20271031T010000 20271031T020000 20271031T030000",
        ),
        (
            "op-05, a shifted start meets another",
            "20270327T023000",
            BERLIN,
            "FREQ=DAILY;BYHOUR=2,3;COUNT=4",
            "20270327T023000 20270327T033000 20270328T033000 20270329T023000",
        ),
        (
            "op-05, a shifted start comes after another",
            "20270328T020000",
            BERLIN,
            "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;COUNT=3",
            "20270328T030000 20270328T033000 20270329T020000",
        ),
        (
            "op-05, a day that clocks skip",
            "20111229T090000",
            Some("Pacific/Apia"),
            "FREQ=DAILY;COUNT=3",
            "20111229T090000 20111231T090000 20120101T090000",
        ),
    ] {
        assert_eq!(starts(dtstart, tzid, rule, &RecurrenceOptions::default()), expected, "{section}: {rule}");
    }
    let skip = matching().with_gap_policy(GapPolicy::Skip);
    assert_eq!(
        starts("20270327T023000", BERLIN, "FREQ=DAILY;COUNT=2", &skip),
        "20270327T023000 20270329T023000"
    );
}

#[test]
fn lasts() {
    for (tzid, rule, expected) in [
        (None, "FREQ=DAILY", "Unbounded"),
        (None, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "Never"),
        (None, "FREQ=DAILY;UNTIL=19891231T000000Z", "Never"),
        (None, "FREQ=DAILY;UNTIL=20400101T080000Z", "20391231T090000Z"),
        (None, "FREQ=DAILY;COUNT=4000000000", "99991231T090000Z"),
        (BERLIN, "FREQ=WEEKLY;COUNT=4000000000", "99991227T080000Z"),
        (BERLIN, "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4000000000", "99991231T080000Z"),
        (BERLIN, "FREQ=WEEKLY;WKST=TH;INTERVAL=3;BYDAY=MO,SA;COUNT=500", "20040515T070000Z"),
        (BERLIN, "FREQ=WEEKLY;COUNT=2000", "20280424T070000Z"),
        (BERLIN, "FREQ=WEEKLY;COUNT=2000;UNTIL=20280420T000000Z", "20280417T070000Z"),
        (None, "FREQ=SECONDLY;COUNT=4000000000", "21161003T160639Z"),
        (None, "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1;COUNT=100", "20891231T090000Z"),
    ] {
        let mut budget = Budget::default();
        let last =
            stepper("19900101T090000", tzid, rule, &matching()).last(&mut budget).expect("within the budget");
        let text = match last {
            Last::At(last) => utc(last.instant),
            Last::Never => "Never".into(),
            Last::Unbounded => "Unbounded".into(),
        };
        assert_eq!(text, expected, "{rule}");
        assert!(Budget::STEPS - budget.steps_left() < 100_000, "{rule}: {budget:?}");
    }
}

/// 31,536,000 starts a year cost what is asked for; so do those that are chosen from them by place.
#[test]
fn dense_rules_are_never_listed() {
    let all = "BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23";
    let sixty: Vec<String> = (0..60).map(|number| number.to_string()).collect();
    let sixty = sixty.join(",");
    let dense = format!("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;{all};BYMINUTE={sixty};BYSECOND={sixty}");
    for (rule, from, expected) in [
        (dense.clone(), "20500601T120000Z", "20500601T120000Z"),
        (format!("{dense};BYSETPOS=-1,366"), "20500601T120000Z", "20501231T235959Z"),
        (format!("{dense};BYSETPOS=-1,366"), "20510101T000000Z", "20510101T000605Z"),
        (
            "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0;BYMINUTE=0;BYSECOND=0".into(),
            "20500601T120000Z",
            "20520229T000000Z",
        ),
    ] {
        let stepper = stepper("19900101T000000Z", None, &rule, &matching());
        let from = Instant(crate::time_zone::Wall::from(start(from, None).local()).0);
        let mut budget = Budget::new(30, 0);
        let next = stepper.walk_from(from, &mut budget).and_then(|mut walk| walk.next(&mut budget));
        assert_eq!(next.map(|next| next.map(|next| utc(next.instant))), Ok(Some(expected.into())), "{rule}");
    }
}

#[test]
fn a_budget_ends_a_search() {
    let mut budget = Budget::new(10, 0);
    let rule = stepper("20270101T090000", None, "FREQ=DAILY;INTERVAL=7;BYDAY=MO", &matching());
    let error = rule.walk().next(&mut budget).unwrap_err();
    assert_eq!((error.kind(), budget.steps_left()), (BudgetKind::Steps, 0));
}

#[test]
fn whether_dtstart_matches() {
    for (dtstart, rule, expected) in [
        ("20270104T090000", "FREQ=WEEKLY;BYDAY=MO", true),
        ("20270105T090000", "FREQ=WEEKLY;BYDAY=MO", false),
        ("20270104T090000", "FREQ=DAILY;BYHOUR=8", false),
        ("20270129T090000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", true),
        ("20270128T090000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", false),
    ] {
        let matches =
            stepper(dtstart, None, rule, &RecurrenceOptions::default()).matches_start(&mut Budget::default());
        assert_eq!(matches, Ok(expected), "{dtstart} {rule}");
    }
}

/// At the very moment of a gap its starts are past: they are not counted, and COUNT goes on with what comes then.
#[test]
fn counts_at_the_moment_of_a_gap() {
    for (dtstart, tzid, rule, moment, before) in [
        ("20111227T003000", Some("Pacific/Apia"), "FREQ=MINUTELY;INTERVAL=30", "20111230T100000Z", 143),
        ("20270328T000000", BERLIN, "FREQ=HOURLY", "20270328T010000Z", 2),
        ("20270327T023000", BERLIN, "FREQ=DAILY", "20270328T010000Z", 1),
    ] {
        let moment = Instant(crate::time_zone::Wall::from(start(moment, None).local()).0);
        let mut budget = Budget::default();
        let whole = stepper(dtstart, tzid, rule, &matching());
        assert_eq!(whole.len_before(moment, &mut budget), Ok(before), "{rule}");
        let counted = stepper(dtstart, tzid, &format!("{rule};COUNT={}", before + 1), &matching());
        let mut found = counted.walk_from(moment, &mut budget).expect("within the budget");
        let next = found.next(&mut budget).expect("within the budget");
        let mut walk = whole.walk();
        let expected = (0..=before).map(|_| walk.next(&mut budget)).last();
        assert_eq!(Some(Ok(next)), expected, "{rule}");
    }
}
