//! Calendars other than the Gregorian.

use super::super::Last;
use super::super::scale::Scale;
use super::{Budget, basic, matching, stepper, take, zone};
use crate::recurrence::RecurrenceOptions;
use crate::time_zone::Instant;

const NAMES: [&str; 15] = [
    "GREGORIAN",
    "CHINESE",
    "DANGI",
    "HEBREW",
    "COPTIC",
    "ETHIOPIC",
    "ETHIOAA",
    "INDIAN",
    "PERSIAN",
    "ISLAMIC-CIVIL",
    "ISLAMICC",
    "ISLAMIC-TBLA",
    "ISLAMIC-UMALQURA",
    "Japanese",
    "roc",
];

#[test]
fn years_are_made_of_months_and_follow_each_other() {
    for name in NAMES {
        let scale = Scale::of(Some(&name.parse().unwrap())).unwrap();
        let mut day: i64 = -719_000;
        while day < 2_932_000 {
            let number = scale.year_of(day);
            let year = scale.year(number);
            assert!((year.first..year.first + year.length).contains(&day), "{name} {day}");
            assert_eq!(scale.first_day(number), year.first, "{name} {number}");
            assert_eq!(scale.first_day(number + 1), year.first + year.length, "{name} {number}");
            assert_eq!(scale.first_day(number - 1), year.first - year.before, "{name} {number}");
            assert_eq!(scale.first_day(number + 2), year.first + year.length + year.after, "{name} {number}");
            assert!(year.length <= scale.longest_year(), "{name} {number}");
            let mut start = 0;
            for month in year.months() {
                assert!(month.start == start && month.length <= scale.longest_month(), "{name} {number}");
                start = month.end();
            }
            assert_eq!(start, year.length, "{name} {number}");
            let months = year.months().len() as i64;
            assert_eq!(
                scale.months_before(number + 1),
                scale.months_before(number) + months,
                "{name} {number}"
            );
            for place in 0..months {
                assert_eq!(
                    scale.year_of_month(scale.months_before(number) + place),
                    number,
                    "{name} {number} {place}"
                );
            }
            day += 12_345;
        }
    }
}

#[test]
fn rules_of_rfc_7529() {
    for (section, dtstart, rule, expected) in [
        ("4.3.1", "20130210", "RSCALE=CHINESE;FREQ=YEARLY", "20130210 20140131 20150219 20160208 20170128"),
        (
            "4.3.2",
            "20130906",
            "RSCALE=ETHIOPIC;FREQ=MONTHLY;BYMONTH=13",
            "20130906 20140906 20150906 20160906 20170906",
        ),
        (
            "4.3.3",
            "20140208",
            "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=8;SKIP=FORWARD",
            "20140208 20150227 20160217 20170306 20180223",
        ),
        (
            "4.3.4",
            "20120229",
            "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD",
            "20120229 20130301 20140301 20150301 20160229",
        ),
        // A calendar that counts other years but the same months.
        (
            "5",
            "20120229",
            "RSCALE=JAPANESE;FREQ=YEARLY;SKIP=BACKWARD",
            "20120229 20130228 20140228 20150228 20160229",
        ),
        // SKIP=OMIT leaves years without the leap month out.
        (
            "4.1",
            "20140208",
            "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=8",
            "20140208 20160217 20190213 20220209 20240217",
        ),
    ] {
        let (found, _) = take(&stepper(dtstart, None, rule, &RecurrenceOptions::default()), 5);
        let found: Vec<String> = found.iter().map(|next| basic(next.wall, true)).collect();
        assert_eq!(found.join(" "), expected, "§{section}: {rule}");
    }
}

/// A seek finds what a walk finds, and counts as many.
#[test]
fn seeks_are_walks() {
    let rules = [
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=3",
        "FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=30;SKIP=FORWARD",
        "FREQ=YEARLY;BYMONTH=9L;BYMONTHDAY=30;SKIP=BACKWARD",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;INTERVAL=5",
        "FREQ=MONTHLY;BYMONTHDAY=30;SKIP=FORWARD",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-30,30;SKIP=BACKWARD",
        "FREQ=MONTHLY;BYMONTHDAY=30,-1;SKIP=FORWARD;BYSETPOS=-1",
        "FREQ=YEARLY;BYYEARDAY=-1,385,355",
        "FREQ=YEARLY;BYYEARDAY=366,355;SKIP=FORWARD",
        "FREQ=DAILY;BYMONTH=1;INTERVAL=2",
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
        "FREQ=WEEKLY;BYMONTH=12,13;BYDAY=SA",
        "FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=1;BYHOUR=3,4",
    ];
    for (name, rule) in NAMES.into_iter().flat_map(|name| rules.map(|rule| (name, rule))) {
        let rule = format!("RSCALE={name};{rule}");
        let whole = stepper("20140131T120000", None, &rule, &matching());
        let (found, _) = take(&whole, 60);
        assert!(found.windows(2).all(|pair| pair[0].instant < pair[1].instant), "{rule}");
        let mut budget = Budget::default();
        for (place, next) in found.iter().enumerate().step_by(7) {
            for from in [next.instant, Instant(next.instant.0 - 1)] {
                let mut walk = whole.walk_from(from, &mut budget).unwrap();
                assert_eq!(walk.next(&mut budget), Ok(Some(*next)), "{rule} {place}");
                assert_eq!(whole.len_before(from, &mut budget), Ok(place as u64), "{rule} {place}");
            }
        }
        if let Some(last) = found.last() {
            let counted =
                stepper("20140131T120000", None, &format!("{rule};COUNT={}", found.len()), &matching());
            assert_eq!(counted.last(&mut budget), Ok(Last::At(*last)), "{rule}");
        }
    }
}

#[test]
fn other_names_are_refused() {
    let recur = "RSCALE=X-MARTIAN;FREQ=YEARLY".parse().unwrap();
    let start = super::start("20140131", None);
    let error = super::Stepper::new(&recur, &start, &zone(None), &RecurrenceOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "expected a calendar that is known here, found RSCALE=X-MARTIAN");
}
