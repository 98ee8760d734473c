//! Hostile recurrence: rules, dates, overrides and time zones that would take for ever or all memory end in a result
//! or in an error that names the budget, after a bounded number of steps and with bounded memory.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use allocation_counter::measure;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ical_model::Calendar;
use ical_model::recurrence::{Budget, BudgetKind, Recurrence, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::value::{DateOrDateTime, Recur};

/// Octets that a rule made ready and a question about it may allocate.
const OCTETS: u64 = 64 << 10;

/// What a question cost, and what it gave.
#[derive(Debug)]
struct Cost {
    starts: Vec<String>,
    steps: u64,
    octets: u64,
    exceeded: Option<BudgetKind>,
}

/// The first so many occurrences in a range.
fn ask(start: &str, rule: &str, from: Option<&str>, number: usize) -> Cost {
    let start: DateOrDateTime = start.parse().expect("a start");
    let recur: Recur = rule.parse().expect("a rule");
    let mut budget = Budget::default();
    let mut exceeded = None;
    let mut times = Vec::with_capacity(number);
    let octets = measure(|| {
        let recurrence = Recurrence::builder(start).rule(recur).build().expect("a recurrence");
        let occurrences = match from {
            None => recurrence.occurrences(&mut budget),
            Some(from) => recurrence.occurrences_between(utc(from).., &mut budget),
        };
        for next in occurrences.take(number) {
            match next {
                Ok(occurrence) => times.push(occurrence.utc()),
                Err(error) => exceeded = Some(error.kind()),
            }
        }
    });
    let starts = times.iter().map(|time| time.format("%Y%m%dT%H%M%S").to_string()).collect();
    Cost { starts, steps: Budget::STEPS - budget.steps_left(), octets: octets.bytes_total, exceeded }
}

fn utc(text: &str) -> DateTime<Utc> {
    chrono::NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").expect("a time").and_utc()
}

/// Asks for occurrences and wants them for so few steps.
#[track_caller]
fn gives(start: &str, rule: &str, from: Option<&str>, expected: &str, steps: u64) {
    let expected: Vec<_> = expected.split_whitespace().collect();
    let cost = ask(start, rule, from, expected.len());
    let short: String = rule.chars().take(80).collect();
    eprintln!("{short} {from:?}: {} steps, {} octets", cost.steps, cost.octets);
    assert_eq!(cost.starts, expected, "{short}");
    assert!(cost.steps <= steps, "{} steps: {short}", cost.steps);
    assert!(cost.octets <= OCTETS, "{} octets: {short}", cost.octets);
}

/// Asks for an occurrence where there is none: after so few steps that is known, or the budget is at its end.
#[track_caller]
fn gives_nothing(start: &str, rule: &str, from: Option<&str>, steps: u64) {
    let cost = ask(start, rule, from, 1);
    eprintln!("{rule} {from:?}: {} steps, {} octets, {:?}", cost.steps, cost.octets, cost.exceeded);
    assert_eq!(cost.starts, Vec::<String>::new(), "{rule}");
    assert_eq!(cost.exceeded, None, "{rule}");
    assert!(cost.steps <= steps, "{} steps: {rule}", cost.steps);
    assert!(cost.octets <= OCTETS, "{} octets: {rule}", cost.octets);
}

fn numbers(range: std::ops::Range<u8>) -> String {
    range.map(|number| number.to_string()).collect::<Vec<_>>().join(",")
}

/// Every second there is, said with every part that a YEARLY rule can say it with.
fn every_second() -> String {
    let (hours, sixty) = (numbers(0..24), numbers(0..60));
    format!("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR={hours};BYMINUTE={sixty};BYSECOND={sixty}")
}

#[test]
fn every_second_of_every_day_of_a_year() {
    let rule = every_second();
    gives("20270101T000000", &rule, None, "20270101T000000 20270101T000001 20270101T000002", 1_000);
    let far = "90000704T112233 90000704T112234 90000704T112235";
    gives("20270101T000000", &rule, Some("90000704T112233"), far, 1_000);
    // Not the first and the last of all of them, which would be DTSTART too.
    let positions = format!("{rule};BYSETPOS=2,-2");
    gives("20270101T000001", &positions, None, "20270101T000001 20271231T235958 20280101T000001", 2_000);
    gives("20270101T000001", &positions, Some("90000704T112233"), "90001231T235958 90010101T000001", 2_000);
    let counted = format!("{rule};COUNT=4000000000");
    gives("20270101T000000", &counted, Some("21000101T000000"), "21000101T000000 21000101T000001", 20_000);
}

#[test]
fn secondly_on_the_29th_of_february() {
    let rule = "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0;BYMINUTE=0;BYSECOND=0";
    gives("20270101T000000", rule, Some("20270102T000000"), "20280229T000000 20320229T000000", 5_000);
    gives("20270101T000000", rule, Some("90000704T112233"), "90040229T000000", 5_000);
    let positions = "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0;BYMINUTE=0;BYSECOND=0;BYSETPOS=1";
    gives("20270101T000000", positions, Some("20270102T000000"), "20280229T000000", 5_000);
    // 86,400 is no multiple of 7, so it comes once in seven leap years.
    let interval = "FREQ=SECONDLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0;BYMINUTE=0;BYSECOND=0";
    let cost = ask("20270101T000000", interval, Some("20270102T000000"), 1);
    assert!(cost.exceeded.is_none() && cost.starts.len() == 1 && cost.steps <= 100_000, "{cost:?}");
}

#[test]
fn what_never_comes() {
    for rule in [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=5",
        "FREQ=YEARLY;BYMONTHDAY=1;BYSETPOS=366",
        "FREQ=SECONDLY;BYSECOND=0;BYSETPOS=2",
        "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1",
        "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=1",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=1",
        "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2",
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1",
        "FREQ=YEARLY;BYDAY=53MO;BYMONTHDAY=1;BYMONTH=6",
        "FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=-2",
    ] {
        // DTSTART itself is an instance always.
        gives_nothing("20270101T000000", rule, Some("20270101T000001"), 100_000);
        gives_nothing("20270101T000000", rule, Some("90000704T112233"), 100_000);
    }
}

#[test]
fn steps_over_a_hundred_years() {
    for (rule, expected) in [
        ("FREQ=SECONDLY;INTERVAL=4000000000", "20270101T000000 21531003T070640"),
        ("FREQ=MINUTELY;INTERVAL=4000000000", "20270101T000000 96320418T184000"),
        ("FREQ=HOURLY;INTERVAL=4000000000", "20270101T000000"),
        ("FREQ=DAILY;INTERVAL=4000000000", "20270101T000000"),
        ("FREQ=WEEKLY;INTERVAL=4000000000", "20270101T000000"),
        ("FREQ=MONTHLY;INTERVAL=4000000000", "20270101T000000"),
        ("FREQ=YEARLY;INTERVAL=4000000000", "20270101T000000"),
        ("FREQ=SECONDLY;INTERVAL=18446744073709551615", "20270101T000000"),
        ("FREQ=YEARLY;INTERVAL=18446744073709551615", "20270101T000000"),
        (
            "FREQ=WEEKLY;INTERVAL=9223372036854775808;BYDAY=MO,SU;WKST=SU;COUNT=18446744073709551615",
            "20270101T000000",
        ),
    ] {
        gives("20270101T000000", rule, None, expected, 1_000);
        gives_nothing("20270101T000000", rule, Some("99990601T000000"), 1_000);
    }
}

#[test]
fn counts_are_not_counted_out() {
    for (rule, from, expected) in [
        ("FREQ=SECONDLY;COUNT=4000000000", "21000101T000000", "21000101T000000 21000101T000001"),
        ("FREQ=MINUTELY;COUNT=4000000000", "90000704T112233", "90000704T112300"),
        ("FREQ=DAILY;COUNT=4000000000", "90000704T112233", "90000705T000000"),
        ("FREQ=WEEKLY;BYDAY=MO,FR;COUNT=4000000000", "90000704T112233", "90000707T000000"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4000000000", "90000704T112233", "90000731T000000"),
        ("FREQ=YEARLY;BYDAY=MO;COUNT=4000000000", "90000704T112233", "90000707T000000"),
        ("FREQ=HOURLY;BYDAY=MO;BYMONTH=7;COUNT=4000000000", "90000704T112233", "90000707T000000"),
    ] {
        // The years up to there are looked at, not what is in them.
        gives("20270101T000000", rule, Some(from), expected, 150_000);
    }
    // One of them ends in between.
    gives(
        "20270101T000000",
        "FREQ=SECONDLY;COUNT=4000000000",
        Some("21531003T070639"),
        "21531003T070639",
        1_000,
    );
    gives_nothing("20270101T000000", "FREQ=SECONDLY;COUNT=4000000000", Some("21531003T070640"), 1_000);
}

#[test]
fn the_first_and_the_last_years() {
    gives(
        "00000101T000000",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        Some("00000102T000000"),
        "00000229T000000",
        1_000,
    );
    gives("00010101T000000", "FREQ=DAILY", Some("99991231T000000"), "99991231T000000", 1_000);
    gives("00010101", "FREQ=WEEKLY;BYDAY=FR", Some("99991225T000000"), "99991231T000000", 1_000);
    for rule in ["FREQ=SECONDLY", "FREQ=HOURLY", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"] {
        gives("99991231T235959", rule, None, "99991231T235959", 1_000);
    }
}

/// A calendar with an event of these lines.
fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n")
}

/// What it costs to make the set of a calendar, to ask for its first instance, and for those of a week of 2040.
struct SetCost {
    instances: [usize; 2],
    steps: u64,
    build_octets: u64,
    octets: [u64; 2],
}

fn set_cost(text: &str) -> SetCost {
    let calendar = Calendar::parse(text).expect("a calendar");
    let source = ZoneSource::default();
    let mut set = None;
    let build = measure(|| {
        let zones = Zones::new(&calendar, &source);
        set = Some(RecurrenceSet::new(calendar.components(), &zones).expect("a set"));
    });
    let set = set.expect("a set");
    let mut budget = Budget::default();
    let mut instances = [0; 2];
    let from = NaiveDate::from_ymd_opt(2040, 3, 5)
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .expect("a day")
        .and_utc();
    let always = Window::utc(.., &Zone::utc());
    let first = measure(|| {
        instances[0] = set.instances(&always, &mut budget).take(1).filter(Result::is_ok).count();
    });
    let window = Window::utc(from..from + TimeDelta::days(7), &Zone::utc());
    let week = measure(|| {
        instances[1] = set.instances(&window, &mut budget).filter(Result::is_ok).count();
    });
    let octets = [first.bytes_total, week.bytes_total];
    let steps = Budget::STEPS - budget.steps_left();
    eprintln!("{instances:?} {steps} steps, {} octets to make it, {octets:?} to ask", build.bytes_total);
    SetCost { instances, steps, build_octets: build.bytes_total, octets }
}

#[test]
fn ten_thousand_rules_in_an_event() {
    let mut lines = String::from("DTSTART:20270101T000000Z\r\n");
    for number in 0..10_000 {
        lines.push_str(&format!("RRULE:FREQ=DAILY;BYHOUR={};BYMINUTE={}\r\n", number % 24, number % 60));
    }
    let text = event(&lines);
    let cost = set_cost(&text);
    // 120 minutes of the day are different.
    assert_eq!(cost.instances, [1, 7 * 120]);
    assert!(cost.steps <= 500_000, "{} steps", cost.steps);
    assert!(cost.build_octets <= 64 * text.len() as u64, "{} octets", cost.build_octets);
    assert!(cost.octets[1] <= 64 * text.len() as u64, "{:?} octets", cost.octets);
}

/// Dates from 2027 on, six hours apart, as a list.
fn dates(number: i64) -> String {
    let start = utc("20270101T003000");
    let dates =
        (0..number).map(|place| (start + TimeDelta::hours(place * 6)).format("%Y%m%dT%H%M%SZ").to_string());
    dates.collect::<Vec<_>>().join(",")
}

#[test]
fn a_hundred_thousand_dates_and_exclusions() {
    let list = dates(100_000);
    for (lines, instances) in [
        (format!("DTSTART:20270101T003000Z\r\nRRULE:FREQ=HOURLY\r\nEXDATE:{list}\r\n"), [1, 7 * 20]),
        (format!("DTSTART:20270101T003000Z\r\nRDATE:{list}\r\n"), [1, 7 * 4]),
        (format!("DTSTART:20270101T003000Z\r\nRDATE:{list}\r\nEXDATE:{list}\r\n"), [0, 0]),
        (format!("DTSTART:20270101T003000Z\r\nRRULE:FREQ=DAILY\r\nRDATE:{list}\r\n"), [1, 7 * 4]),
        (
            format!(
                "DTSTART:20270101T003000Z\r\n{}",
                list.replace(',', "\r\nRDATE:").replacen("2027", "RDATE:2027", 1) + "\r\n"
            ),
            [1, 7 * 4],
        ),
    ] {
        let text = event(&lines);
        let cost = set_cost(&text);
        assert_eq!(cost.instances, instances, "{}", &lines[..60]);
        assert!(cost.steps <= 250_000, "{} steps: {}", cost.steps, &lines[..60]);
        assert!(
            cost.build_octets <= 16 * text.len() as u64,
            "{} octets: {}",
            cost.build_octets,
            &lines[..60]
        );
        assert!(cost.octets[1] <= OCTETS, "{:?} octets: {}", cost.octets, &lines[..60]);
    }
}

#[test]
fn twenty_thousand_overrides() {
    for range in ["", ";RANGE=THISANDFUTURE"] {
        let mut text =
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270101T003000Z\r\nDURATION:PT5M\r\n\
                        RRULE:FREQ=HOURLY\r\nEND:VEVENT\r\n"
                .to_owned();
        let start = utc("20270101T003000");
        for place in 0..20_000 {
            let id = (start + TimeDelta::hours(place * 6)).format("%Y%m%dT%H%M%SZ").to_string();
            let moved = id.replace("3000Z", "3100Z");
            text.push_str(&format!(
                "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID{range}:{id}\r\nDTSTART:{moved}\r\nEND:VEVENT\r\n"
            ));
        }
        text.push_str("END:VCALENDAR\r\n");
        let cost = set_cost(&text);
        assert_eq!(cost.instances, [1, 7 * 24], "{range}");
        assert!(cost.steps <= 100_000, "{} steps: {range}", cost.steps);
        assert!(cost.build_octets <= 32 * text.len() as u64, "{} octets: {range}", cost.build_octets);
        assert!(cost.octets[0] <= 32 * text.len() as u64, "{:?} octets: {range}", cost.octets);
        assert!(cost.octets[1] <= OCTETS, "{:?} octets: {range}", cost.octets);
    }
}

#[test]
fn observances_of_every_second() {
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Mad\r\n\
                BEGIN:STANDARD\r\nDTSTART:20000101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n\
                RRULE:FREQ=SECONDLY;INTERVAL=2\r\nEND:STANDARD\r\n\
                BEGIN:DAYLIGHT\r\nDTSTART:20000101T000001\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n\
                RRULE:FREQ=SECONDLY;INTERVAL=2\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    let text = format!(
        "BEGIN:VCALENDAR\r\n{zone}BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Mad:20270101T000000\r\nRRULE:FREQ=DAILY\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let calendar = Calendar::parse(&*text).expect("a calendar");
    let source = ZoneSource::default();
    let mut found = None;
    let info = measure(|| {
        let zones = Zones::new(&calendar, &source);
        found = Some(zones.zone("Mad").map(|zone| zone.offset_at(utc("20400101T000000")).seconds()));
        drop(RecurrenceSet::new(calendar.components(), &zones));
    });
    eprintln!("{found:?}, {} octets", info.bytes_total);
    assert!(info.bytes_total <= 32 << 20, "{} octets", info.bytes_total);
    assert!(found.expect("an answer").is_err(), "too many onsets are an error");
}

#[test]
fn a_budget_is_the_end() {
    let text = event("DTSTART:20270101T000000Z\r\nRRULE:FREQ=SECONDLY\r\n");
    let calendar = Calendar::parse(&*text).expect("a calendar");
    let source = ZoneSource::default();
    let zones = Zones::new(&calendar, &source);
    let set = RecurrenceSet::with_options(calendar.components(), &zones, RecurrenceOptions::default())
        .expect("a set");
    for (mut budget, kind, instances) in [
        (Budget::new(1_000_000, 1_000), BudgetKind::Instances, 1_000),
        (Budget::new(1_000, 1_000_000), BudgetKind::Steps, 1_000),
    ] {
        let mut given = 0;
        let mut error = None;
        let info = measure(|| {
            for next in set.instances(&Window::utc(.., &Zone::utc()), &mut budget) {
                assert_eq!(error, None, "nothing comes after an error");
                match next {
                    Ok(_) => given += 1,
                    Err(exceeded) => error = Some(exceeded.kind()),
                }
            }
        });
        assert_eq!(error, Some(kind));
        assert!(given <= instances, "{given} instances");
        assert!(info.bytes_max <= OCTETS, "{} octets at once", info.bytes_max);
    }
}
