//! When alarms go off: what the vectors do not ask.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use ical_model::parameter::Related;
use ical_model::property::Trigger;
use ical_model::recurrence::{Alarms, Budget, BudgetKind, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName};
use proptest::prelude::*;

/// A calendar with these lines, "\n" for the ends of lines.
fn calendar(lines: &str) -> Calendar<'static> {
    let text = format!("BEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n").replace('\n', "\r\n");
    Calendar::from_vec(text.into_bytes()).unwrap()
}

/// The components but for the time zones.
fn with_set<T>(calendar: &Calendar<'_>, ask: impl FnOnce(&RecurrenceSet<'_>) -> T) -> T {
    let source = ZoneSource::new();
    let zones = Zones::new(calendar, &source);
    let components = calendar.components().filter(|component| !component.is(&ComponentName::VTimeZone));
    ask(&RecurrenceSet::new(components, &zones).unwrap())
}

fn utc(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").unwrap().and_utc()
}

fn times(lines: &str, from: &str, to: &str, floating: &Zone) -> Vec<String> {
    with_set(&calendar(lines), |set| {
        let alarms = Alarms::of(set);
        let within = alarms.within(&Window::utc(utc(from)..utc(to), floating));
        let mut budget = Budget::default();
        let times: Result<Vec<_>, _> = within
            .triggers(&mut budget)
            .map(|trigger| trigger.map(|trigger| trigger.at.format("%Y%m%dT%H%M%SZ").to_string()))
            .collect();
        times.unwrap()
    })
}

/// The VTIMEZONE of the examples of RFC 4791.
const EASTERN: &str = "BEGIN:VTIMEZONE\nLAST-MODIFIED:20040110T032845Z\nTZID:US/Eastern\nBEGIN:DAYLIGHT\n\
    DTSTART:20000404T020000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4\nTZNAME:EDT\nTZOFFSETFROM:-0500\n\
    TZOFFSETTO:-0400\nEND:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:20001026T020000\n\
    RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZNAME:EST\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\n\
    END:VTIMEZONE\n";

#[test]
fn a_to_do_by_the_time_of_its_alarm() {
    // RFC 4791 §7.8.5: DUE alone, and a trigger by the start.
    let to_do = format!(
        "{EASTERN}BEGIN:VTODO\nDTSTAMP:20060205T235300Z\nDUE;TZID=US/Eastern:20060106T120000\n\
         LAST-MODIFIED:20060205T235308Z\nSEQUENCE:1\nSTATUS:NEEDS-ACTION\nSUMMARY:Task #2\n\
         UID:E10BA47467C5C69BB74E8720@example.com\nBEGIN:VALARM\nACTION:AUDIO\n\
         TRIGGER;RELATED=START:-PT10M\nEND:VALARM\nEND:VTODO"
    );
    assert_eq!(times(&to_do, "20060106T100000Z", "20060107T100000Z", &Zone::utc()), ["20060106T165000Z"]);
    assert!(times(&to_do, "20060107T100000Z", "20060108T100000Z", &Zone::utc()).is_empty());
}

#[test]
fn a_trigger_may_lie_years_from_its_instance() {
    let event = "BEGIN:VEVENT\nUID:1\nDTSTART:20270104T090000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;COUNT=3\n\
        BEGIN:VALARM\nTRIGGER:-P3650D\nEND:VALARM\nBEGIN:VALARM\nTRIGGER;RELATED=END:P3650D\nEND:VALARM\nEND:VEVENT";
    assert_eq!(times(event, "20170101T000000Z", "20180101T000000Z", &Zone::utc()), ["20170106T090000Z"]);
    assert_eq!(times(event, "20390101T000000Z", "20390201T000000Z", &Zone::utc()), ["20390102T100000Z"]);
    assert!(times(event, "20270101T000000Z", "20280101T000000Z", &Zone::utc()).is_empty());
}

#[test]
fn days_that_repeat_follow_the_clock() {
    // Clocks in New York are put forward on 9 April 2000 by the rule of the example.
    let event = |interval: &str| {
        format!(
            "{EASTERN}BEGIN:VEVENT\nUID:1\nDTSTART;TZID=US/Eastern:20060401T120000\nBEGIN:VALARM\n\
             TRIGGER:PT0S\nREPEAT:2\nDURATION:{interval}\nEND:VALARM\nEND:VEVENT"
        )
    };
    for (what, interval, expected) in [
        ("§3.3.6 nominal", "P1D", ["20060401T170000Z", "20060402T160000Z", "20060403T160000Z"]),
        ("§3.3.6 exact", "PT24H", ["20060401T170000Z", "20060402T170000Z", "20060403T170000Z"]),
    ] {
        let found = times(&event(interval), "20060401T000000Z", "20060501T000000Z", &Zone::utc());
        assert_eq!(found, expected, "{what}");
    }
}

#[test]
fn floating_times_and_days_are_those_of_the_window() {
    let zone = Zone::fixed("-0500".parse().unwrap());
    for (section, lines, expected) in [
        ("§3.8.6.3 DATE", "DTSTART;VALUE=DATE:19980205", "19980205T043000Z"),
        ("§3.3.5 floating", "DTSTART:19980205T000000", "19980205T043000Z"),
        ("§3.3.5 UTC", "DTSTART:19980205T000000Z", "19980204T233000Z"),
    ] {
        let event =
            format!("BEGIN:VEVENT\nUID:1\n{lines}\nBEGIN:VALARM\nTRIGGER:-PT30M\nEND:VALARM\nEND:VEVENT");
        assert_eq!(times(&event, "19980101T000000Z", "19990101T000000Z", &zone), [expected], "{section}");
    }
}

#[test]
fn on_local_clocks_a_trigger_counts_by_the_clock_of_its_instance() {
    let event = calendar(&format!(
        "{EASTERN}BEGIN:VEVENT\nUID:1\nDTSTART;TZID=US/Eastern:20060106T003000\nBEGIN:VALARM\nTRIGGER:-PT15M\n\
         END:VALARM\nBEGIN:VALARM\nTRIGGER:-PT45M\nEND:VALARM\nBEGIN:VALARM\n\
         TRIGGER;VALUE=DATE-TIME:20060106T001500Z\nEND:VALARM\nEND:VEVENT"
    ));
    with_set(&event, |set| {
        let alarms = Alarms::of(set);
        let day = |day| NaiveDate::from_ymd_opt(2006, 1, day).unwrap().and_time(chrono::NaiveTime::MIN);
        let found = |from, to| {
            let mut budget = Budget::default();
            let within = alarms.within(&Window::local(day(from)..day(to)));
            within.triggers(&mut budget).map(|trigger| trigger.unwrap().alarm.index).collect::<Vec<_>>()
        };
        assert_eq!(found(6, 7), [2, 0], "one with a time of its own by UTC");
        assert_eq!(found(5, 6), [1]);
    });
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_off() {
    let event = calendar(
        "BEGIN:VEVENT\nUID:1\nDTSTART:20270104T090000Z\nBEGIN:VALARM\nTRIGGER:soon\nEND:VALARM\nBEGIN:VALARM\n\
         TRIGGER:-PT5M\nREPEAT:4000000000\nDURATION:PT1M\nEND:VALARM\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM\n\
         BEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:20270104T090000\nEND:VALARM\nEND:VEVENT",
    );
    with_set(&event, |set| {
        let alarms = Alarms::of(set);
        let faults: Vec<_> = alarms.faults().iter().map(|fault| fault.position().line).collect();
        assert_eq!(faults, [6, 10, 17], "TRIGGER, REPEAT, TRIGGER");
        let within = alarms.within(&Window::utc(.., &Zone::utc()));
        let mut budget = Budget::default();
        let found: Vec<_> = within
            .triggers(&mut budget)
            .map(|trigger| trigger.map(|trigger| (trigger.alarm.index, trigger.repetition)).unwrap())
            .collect();
        assert_eq!(found, [(1, 0)]);
    });
}

#[test]
fn nothing_is_done_beyond_the_budget() {
    let endless = "BEGIN:VEVENT\nUID:1\nDTSTART:20270104T090000Z\nRRULE:FREQ=DAILY\nBEGIN:VALARM\nTRIGGER:PT0S\n\
        REPEAT:2147483647\nDURATION:PT1S\nEND:VALARM\nEND:VEVENT";
    let absolute = "BEGIN:VTODO\nUID:1\nBEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:20270104T090000Z\nREPEAT:2147483647\n\
        DURATION:PT1S\nEND:VALARM\nEND:VTODO";
    let daily = "BEGIN:VEVENT\nUID:1\nDTSTART:20270104T090000Z\nRRULE:FREQ=DAILY\nBEGIN:VALARM\nTRIGGER:PT0S\n\
        END:VALARM\nEND:VEVENT";
    for (what, lines, budget, kind) in [
        ("steps of repetitions", absolute, Budget::new(1_000, 10), BudgetKind::Steps),
        ("instances", daily, Budget::new(1_000_000, 100), BudgetKind::Instances),
        ("steps", endless, Budget::new(1_000, 1_000_000), BudgetKind::Steps),
    ] {
        with_set(&calendar(lines), |set| {
            let alarms = Alarms::of(set);
            let within = alarms.within(&Window::utc(utc("20270104T090000Z").., &Zone::utc()));
            let mut budget = budget;
            let mut triggers = within.triggers(&mut budget);
            let error = triggers.by_ref().find_map(Result::err).expect("an error");
            assert_eq!(error.kind(), kind, "{what}");
            assert!(triggers.next().is_none(), "{what}: after an error there are no more");
        });
    }
}

#[test]
fn absurd_durations_give_no_time_or_one_that_can_be_counted() {
    for trigger in
        ["-P2147483647D", "P2147483647D", "P306783378W", "-PT9223372036854775S", "PT9223372036854775S"]
    {
        for zone in ["", EASTERN] {
            let start = if zone.is_empty() { ":20270104T090000" } else { ";TZID=US/Eastern:20270104T090000" };
            let event = format!(
                "{zone}BEGIN:VEVENT\nUID:1\nDTSTART{start}\nBEGIN:VALARM\nTRIGGER:{trigger}\nREPEAT:2147483647\n\
                 DURATION:P2147483647D\nEND:VALARM\nBEGIN:VALARM\nTRIGGER;RELATED=END:PT1M\nEND:VALARM\nEND:VEVENT"
            );
            with_set(&calendar(&event), |set| {
                let alarms = Alarms::of(set);
                let within = alarms.within(&Window::utc(.., &Zone::utc()));
                let found: Vec<_> = within
                    .triggers(&mut Budget::new(1_000, 1_000))
                    .map(|trigger| trigger.unwrap().at)
                    .collect();
                assert!(found.is_sorted(), "{trigger}");
                assert!(!found.is_empty(), "{trigger}: the other alarm");
                assert!(alarms.extent(&Zone::utc(), &mut Budget::default()).unwrap().is_some(), "{trigger}");
            });
        }
    }
}

#[test]
fn an_extent_holds_all_and_ends_where_alarms_end() {
    let event = |rule: &str, trigger: &str| {
        calendar(&format!(
            "BEGIN:VEVENT\nUID:1\nDTSTART:20270104T090000Z\nDURATION:PT1H\n{rule}\nBEGIN:VALARM\n{trigger}\n\
             END:VALARM\nEND:VEVENT"
        ))
    };
    let extent = |rule, trigger| {
        with_set(&event(rule, trigger), |set| {
            let extent = Alarms::of(set).extent(&Zone::utc(), &mut Budget::default()).unwrap();
            extent.map(|extent| (extent.start, extent.end))
        })
    };
    let day = |text| utc(&format!("{text}T090000Z"));
    let (start, end) = extent("RRULE:FREQ=DAILY;COUNT=2", "TRIGGER:-PT24H").unwrap();
    assert_eq!(start, day("20270103"));
    assert!(end.is_some_and(|end| end >= day("20270104") && end <= day("20270106")));
    assert_eq!(extent("RRULE:FREQ=DAILY", "TRIGGER:PT24H").unwrap().1, None);
    let own = (day("20260101"), Some(day("20260103")));
    let repeated = "TRIGGER;VALUE=DATE-TIME:20260101T090000Z\nREPEAT:2\nDURATION:P1D";
    assert_eq!(extent("RRULE:FREQ=DAILY", repeated), Some(own), "§3.8.6.3: once, however often it recurs");
    assert_eq!(extent("RRULE:FREQ=DAILY", "PROXIMITY:ARRIVE\nTRIGGER:-PT24H"), None);
}

/// What an alarm says.
#[derive(Clone, Debug)]
struct Spoken {
    end: bool,
    days: i32,
    seconds: i64,
    repeat: u32,
    every: (i32, i64),
}

fn spoken() -> impl Strategy<Value = Spoken> {
    let duration = (prop_oneof![Just(0), -40_i32..40], -200_000_i64..200_000);
    let every = (prop_oneof![Just(0), 0_i32..4], 1_i64..90_000);
    (any::<bool>(), duration, prop_oneof![Just(0_u32), 0_u32..6], every).prop_map(
        |(end, (days, seconds), repeat, every)| {
            let seconds = if days == 0 { seconds } else { seconds.abs() * i64::from(days.signum()) };
            Spoken { end, days, seconds, repeat, every }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_window_holds_what_all_times_are_in_it(
        alarms in proptest::collection::vec(spoken(), 1..4),
        hour in 0_u32..24,
        from in -60_i64..60,
        length in 0_i64..40,
    ) {
        let mut lines = format!(
            "{EASTERN}BEGIN:VEVENT\nUID:1\nDTSTART;TZID=US/Eastern:20060330T{hour:02}0000\nDURATION:PT3H\n\
             RRULE:FREQ=DAILY;INTERVAL=2;COUNT=5\n"
        );
        let written = |days: i32, seconds: i64| {
            ical_model::value::Duration::new(days, TimeDelta::seconds(seconds)).unwrap()
        };
        for alarm in &alarms {
            let related = if alarm.end { Related::End } else { Related::Start };
            let every = written(alarm.every.0, alarm.every.1);
            lines += &format!(
                "BEGIN:VALARM\nTRIGGER;RELATED={related}:{}\nREPEAT:{}\nDURATION:{every}\nEND:VALARM\n",
                written(alarm.days, alarm.seconds),
                alarm.repeat,
            );
        }
        lines += "END:VEVENT";
        let calendar = calendar(&lines);
        with_set(&calendar, |set| {
            let zone = {
                let source = ZoneSource::new();
                Zones::new(&calendar, &source).zone("US/Eastern").unwrap()
            };
            let later = |at: DateTime<Utc>, days: i32, seconds: i64| {
                let local = zone.to_local(at) + TimeDelta::days(i64::from(days));
                let at = if days == 0 { at } else { zone.to_utc(local) };
                at + TimeDelta::seconds(seconds)
            };
            let from = utc("20060402T000000Z") + TimeDelta::days(from);
            let to = from + TimeDelta::days(length);
            let mut expected = Vec::new();
            let always = Window::utc(.., &Zone::utc());
            let mut budget = Budget::default();
            for instance in set.instances(&always, &mut budget) {
                let instance = instance.unwrap();
                for (index, alarm) in alarms.iter().enumerate() {
                    let edge = if alarm.end { instance.end_utc() } else { instance.start_utc() };
                    let first = later(edge, alarm.days, alarm.seconds);
                    for repetition in 0..=alarm.repeat {
                        let (days, seconds) = alarm.every;
                        let at = later(first, days * repetition as i32, seconds * i64::from(repetition));
                        if from <= at && at < to {
                            expected.push((at, instance.start_utc(), index, repetition));
                        }
                    }
                }
            }
            expected.sort();
            let read = Alarms::of(set);
            prop_assert!(read.faults().is_empty(), "{:?}", read.faults());
            let within = read.within(&Window::utc(from..to, &Zone::utc()));
            let mut budget = Budget::default();
            let mut found = Vec::new();
            for trigger in within.triggers(&mut budget) {
                let trigger = trigger.unwrap();
                let instance = trigger.instance.as_ref().expect("a relative trigger has an instance");
                found.push((trigger.at, instance.start_utc(), trigger.alarm.index, trigger.repetition));
                let relative = matches!(trigger.alarm.trigger, Some(Trigger::Relative { .. }));
                prop_assert!(relative);
            }
            prop_assert!(found.is_sorted_by_key(|(at, ..)| *at), "{:?}", found);
            found.sort();
            prop_assert_eq!(found, expected);
            Ok(())
        })?;
    }
}
