//! `recur`: when rules give occurrences.

use serde_json::json;

use crate::run::{Folder, Run};

fn recur(arguments: &str) -> Run {
    let name = format!("recur_{}", arguments.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
    let folder = Folder::new(&name.chars().take(80).collect::<String>());
    folder.run(["recur"].into_iter().chain(arguments.split(' ')))
}

#[track_caller]
fn starts(arguments: &str) -> Vec<String> {
    let run = recur(arguments);
    assert_eq!(run.status, 0, "{run:?}");
    run.text().lines().map(str::to_owned).collect()
}

#[test]
fn local_starts_in_the_form_of_dtstart() {
    for (arguments, expected) in [
        ("--dtstart 20270101T090000 --rrule FREQ=DAILY;COUNT=2", &["20270101T090000", "20270102T090000"][..]),
        ("--dtstart 20270101T090000Z --rrule FREQ=DAILY;COUNT=2", &["20270101T090000Z", "20270102T090000Z"]),
        ("--dtstart 20270101 --rrule FREQ=DAILY;COUNT=2", &["20270101", "20270102"]),
        (
            "--dtstart 20270327T090000 --tz Europe/Berlin --rrule FREQ=DAILY;COUNT=2",
            &["20270327T090000", "20270328T090000"],
        ),
        ("--dtstart 20270101T090000", &["20270101T090000"]),
    ] {
        assert_eq!(starts(arguments), expected, "{arguments}");
    }
}

#[test]
fn instants() {
    for (arguments, expected) in [
        (
            "--dtstart 20270327T090000 --tz Europe/Berlin --rrule FREQ=DAILY;COUNT=2",
            &["20270327T080000Z", "20270328T070000Z"][..],
        ),
        (
            "--dtstart 20270327T090000 --tz europe/berlin --rrule FREQ=DAILY;COUNT=2",
            &["20270327T080000Z", "20270328T070000Z"],
        ),
        ("--dtstart 20270101 --tz Europe/Berlin", &["20261231T230000Z"]),
        ("--dtstart 20270101T090000Z", &["20270101T090000Z"]),
    ] {
        assert_eq!(starts(&format!("{arguments} --utc")), expected, "{arguments}");
    }
}

#[test]
fn rules_and_dates_together() {
    for (arguments, expected) in [
        (
            "--dtstart 20270101 --rrule FREQ=DAILY;COUNT=3 --rrule FREQ=WEEKLY;COUNT=2",
            &["20270101", "20270102", "20270103", "20270108"][..],
        ),
        (
            "--dtstart 20270101 --rrule FREQ=DAILY;COUNT=4 --exrule FREQ=DAILY;INTERVAL=2",
            &["20270102", "20270104"],
        ),
        (
            "--dtstart 20270101 --rdate 20270105,20270103 --rdate 20270107 --exdate 20270103",
            &["20270101", "20270105", "20270107"],
        ),
        (
            "--dtstart 20270101T090000Z --rdate 20270105T090000Z/PT1H",
            &["20270101T090000Z", "20270105T090000Z"],
        ),
        (
            "--dtstart 20270101T090000 --tz Europe/Berlin --rrule FREQ=DAILY;COUNT=3 --exdate 20270102T080000Z",
            &["20270101T090000", "20270103T090000"],
        ),
    ] {
        assert_eq!(starts(arguments), expected, "{arguments}");
    }
}

#[test]
fn both_ends_are_included() {
    let rule = "--dtstart 20270101T090000 --tz Europe/Berlin --rrule FREQ=DAILY";
    for (bounds, expected) in [
        ("--from 20270103T090000 --to 20270104T090000", &["20270103T090000", "20270104T090000"][..]),
        ("--from 20270103T090001 --to 20270104T085959", &[]),
        ("--from 20270103T080000Z --to 20270103T080000Z", &["20270103T090000"]),
        ("--from 20270103 --to 20270104", &["20270103T090000", "20270104T090000"]),
        ("--from 20510601 --to 20510601", &["20510601T090000"]),
        ("--from 20510601 --limit 2", &["20510601T090000", "20510602T090000"]),
        ("--to 20270101T090000", &["20270101T090000"]),
        ("--limit 0", &[]),
    ] {
        assert_eq!(starts(&format!("{rule} {bounds}")), expected, "{bounds}");
    }
}

#[test]
fn readings() {
    let mondays = "--dtstart 20270101 --rrule FREQ=WEEKLY;BYDAY=MO;COUNT=2";
    assert_eq!(starts(mondays), ["20270101", "20270104"]);
    assert_eq!(starts(&format!("{mondays} --dtstart-policy first")), ["20270101", "20270104"]);
    assert_eq!(starts(&format!("{mondays} --dtstart-policy match")), ["20270104", "20270111"]);
    let gap = "--dtstart 20270327T023000 --tz Europe/Berlin --rrule FREQ=DAILY;COUNT=3";
    assert_eq!(starts(gap), ["20270327T023000", "20270328T033000", "20270329T023000"]);
    assert_eq!(
        starts(&format!("{gap} --gap skip")),
        ["20270327T023000", "20270329T023000", "20270330T023000"]
    );
}

#[test]
fn json_objects() {
    for (arguments, expected) in [
        (
            "--dtstart 20270701T090000 --tz Europe/Berlin",
            json!({"start": "20270701T090000", "start_tzid": "Europe/Berlin", "start_utc": "20270701T070000Z"}),
        ),
        ("--dtstart 20270701", json!({"start": "20270701", "start_tzid": null, "start_utc": null})),
        (
            "--dtstart 20270701T090000Z",
            json!({"start": "20270701T090000Z", "start_tzid": "UTC", "start_utc": "20270701T090000Z"}),
        ),
    ] {
        assert_eq!(
            recur(&format!("{arguments} --format json")).is_fine().objects(),
            [expected],
            "{arguments}"
        );
    }
}

#[test]
fn a_series_without_end_shows_a_hundred() {
    let endless = recur("--dtstart 20270101 --rrule FREQ=DAILY");
    assert_eq!((endless.status, endless.text().lines().count()), (0, 100));
    assert!(endless.errors.contains("its first 100 starts"), "{endless:?}");
    let limited = recur("--dtstart 20270101 --rrule FREQ=DAILY --limit 101");
    assert_eq!(limited.is_fine().text().lines().count(), 101);
    let bounded = recur("--dtstart 20270101 --rrule FREQ=DAILY;COUNT=101");
    assert_eq!(bounded.is_fine().text().lines().count(), 101);
    let until = recur("--dtstart 20270101 --rrule FREQ=DAILY --to 20271231");
    assert_eq!(until.is_fine().text().lines().count(), 365);
}

#[test]
fn what_is_refused() {
    for (arguments, why) in [
        ("--dtstart 20270101 --rrule FREQ=WEKLY", "--rrule FREQ=WEKLY: expected a frequency"),
        ("--dtstart 20270101 --rrule FREQ=WEEKLY;BYMONTHDAY=1", "expected no BYMONTHDAY with FREQ=WEEKLY"),
        ("--dtstart 20270101 --exrule FREQ=YEARLY;BYMONTH=13", "--exrule FREQ=YEARLY;BYMONTH=13: "),
        ("--dtstart 20270101 --rdate 20270230", "--rdate 20270230: "),
        ("--dtstart 20270101 --exdate today", "--exdate today: "),
        ("--dtstart 20270101 --rrule FREQ=DAILY;COUNT=3 --max-instances 2", "2 instances"),
        ("--dtstart 20270101T000000 --rrule FREQ=DAILY;COUNT=3 --max-steps 0", "0 steps"),
        ("--dtstart 20270101T090000Z --rrule FREQ=DAILY;UNTIL=20270103 --strict", "UNTIL 20270103 a DATE"),
    ] {
        let run = recur(arguments);
        assert_eq!(run.status, 1, "{arguments}: {run:?}");
        assert!(run.errors.contains(why), "{arguments}: {run:?}");
    }
}

#[test]
fn what_is_told_and_taken() {
    let lenient = recur("--dtstart 20270101 --rrule FREQ=WEEKLY;BYMONTHDAY=1;COUNT=2 --lenient");
    assert_eq!((lenient.status, lenient.text()), (0, "20270101\n20271001\n"));
    assert!(lenient.errors.contains("recur-bymonthday-weekly"), "{lenient:?}");
    let until = recur("--dtstart 20270101T090000Z --rrule FREQ=DAILY;UNTIL=20270102");
    assert_eq!((until.status, until.text()), (0, "20270101T090000Z\n20270102T090000Z\n"));
    assert!(until.errors.contains("until-date-read"), "{until:?}");
}

#[test]
fn usage() {
    for (arguments, why) in [
        ("--rrule FREQ=DAILY", "--dtstart"),
        ("--dtstart 2027-01-01", "2027-01-01"),
        ("--dtstart 20270101T090000 --tz Mars/Base", "--tz Mars/Base: expected a time zone"),
        ("--dtstart 20270101T090000Z --tz Europe/Berlin", "expected --dtstart without Z"),
        ("--dtstart 20270101T090000 --utc", "expected --tz beside --utc"),
        ("--dtstart 20270101 --from 20270101T000000Z --to 20270102", "both with Z or both without it"),
        ("--dtstart 20270101 --gap jump", "jump"),
        ("--dtstart 20270101 --limit -1", "-1"),
    ] {
        let run = recur(arguments);
        assert_eq!((run.status, run.text()), (2, ""), "{arguments}: {run:?}");
        assert!(run.errors.contains(why), "{arguments}: {run:?}");
    }
}
